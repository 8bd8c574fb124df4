package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.cpu.TrainingStep.Part;
import dev.throughline.processor.emit.docs.page.Page.Table;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.TableBuilder;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Stored;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/** What the names of places in a training step mean: of each sort the first that an excerpt has. */
final class StepNames {
  /** What may lie at a place, in the order in which a reader needs to know. */
  private enum Sort {
    INPUT,
    PARAMETER,
    PACKED,
    PRODUCT,
    GIVEN,
    GRADIENT,
    GRADIENT_INSIDE,
    PARAMETER_GRADIENT,
    SAMPLE_SUMS,
    PART_SUMS,
    STATE
  }

  private record Meaning(Sort sort, String words) {}

  private final Graph graph;
  private final MemoryPlan memory;
  private final SequencedMap<Slot, String> places = new LinkedHashMap<>();
  private final Map<Stored, String> names = new HashMap<>();
  private final Set<Node> given;
  private final Map<Node, Node> valueOf = new HashMap<>();
  private final Map<Node, Node> parameterOf = new HashMap<>();

  StepNames(Graph graph, MemoryPlan memory, Stream<Part> shown) {
    this.graph = graph;
    this.memory = memory;
    shown.forEach(part -> part.places().forEach(places::putIfAbsent));
    places.forEach((slot, name) -> names.putIfAbsent(slot.value(), name));
    this.given = new HashSet<>(graph.members().values());
    // Of several values with one gradient the one nearest to the loss, after which it is named.
    graph.derivatives().entrySet().stream()
        .sorted(Comparator.comparingInt(derivative -> derivative.getKey().id()))
        .forEach(derivative -> valueOf.put(derivative.getValue(), derivative.getKey()));
    graph.gradients().forEach((parameter, gradient) -> parameterOf.put(gradient, parameter));
  }

  /** The name of the place of {@code stored}, if the excerpt has it. */
  Optional<String> of(Stored stored) {
    return Optional.ofNullable(names.get(stored));
  }

  Table table() {
    Map<Sort, List<Prose>> rows = new EnumMap<>(Sort.class);
    places.forEach(
        (slot, name) -> meaning(slot.value())
            .ifPresent(
                meaning -> rows.putIfAbsent(
                    meaning.sort,
                    List.of(
                        Prose.code(name),
                        Prose.of(meaning.words),
                        Prose.code(slot.value().type().toString())))));
    TableBuilder table = new TableBuilder("Name", "What lies there", "Shape");
    rows.values().forEach(row -> table.row(row.toArray(Prose[]::new)));
    return table.build();
  }

  private Optional<Meaning> meaning(Stored stored) {
    return switch (stored) {
      case Stored.Packed(Node weights, _) ->
          of(Sort.PACKED, "a copy of %s in the order in which a kernel reads them", named(weights));
      case Stored.Parts(_, var type) when type.batched() ->
          of(Sort.SAMPLE_SUMS, "sums of each sample, which a later kernel adds up");
      case Stored.Parts _ ->
          of(Sort.PART_SUMS, "sums of parts of the batch, which a later kernel adds up");
      case Stored.Value(Node node) when node.id() >= graph.backwardFrom() -> backward(node);
      case Stored.Value(Node node) -> forward(node);
    };
  }

  private Optional<Meaning> backward(Node node) {
    Node parameter = parameterOf.get(node);
    if (parameter != null) {
      return of(Sort.PARAMETER_GRADIENT,
          "the gradient of the loss with respect to %s: what the step is for", named(parameter));
    }
    Node value = valueOf.get(node);
    if (value == null) {
      return Optional.empty();
    }
    if (memory.has(value)) {
      return of(Stored.of(value))
          .flatMap(
              name -> of(Sort.GRADIENT, "the gradient of the loss with respect to `%s`", name));
    }
    return of(Sort.GRADIENT_INSIDE,
        "the gradient of the loss with respect to a value of `%s` that exists only inside a kernel",
        value.origin().member());
  }

  private Optional<Meaning> forward(Node node) {
    return switch (node.op()) {
      case Primitive.Input(String name, _) -> of(Sort.INPUT, "the input `%s`", name);
      case Primitive.Parameter _ -> of(Sort.PARAMETER, "%s", named(node));
      case Primitive.State(String name, _) -> of(Sort.STATE, "the running statistic `%s`", name);
      case Primitive.Reshape _ -> forward(node.input(0));
      default -> made(node);
    };
  }

  private Optional<Meaning> made(Node node) {
    String member = node.origin().member();
    if (given.contains(node)) {
      return of(Sort.GIVEN, "the output of `%s`", member);
    }
    return switch (node.op()) {
      case Primitive.Conv2d _ -> of(Sort.PRODUCT, "the result of the convolution in `%s`", member);
      case Primitive.MatMul _ ->
          of(Sort.PRODUCT, "the result of the matrix product in `%s`", member);
      default -> Optional.empty();
    };
  }

  private static String named(Node parameter) {
    return parameter.op() instanceof Primitive.Parameter(var info)
        ? "the parameters `%s`".formatted(info.name())
        : "the weights of `%s`".formatted(parameter.origin().member());
  }

  private static Optional<Meaning> of(Sort sort, String words, Object... arguments) {
    return Optional.of(new Meaning(sort, String.format(Locale.ROOT, words, arguments)));
  }
}
