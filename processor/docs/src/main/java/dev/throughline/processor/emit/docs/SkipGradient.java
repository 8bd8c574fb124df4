package dev.throughline.processor.emit.docs;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.UnaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A launch that adds the gradient which came around a block by its skip to the one that came through.
 *
 * @param value what the skip leads around the block, whose gradient is made here
 * @param sum to which the skip leads it; the gradient with respect to that is handed on as it is
 * @param skip what the kernel calls that gradient
 * @param place where it lies
 * @param line of the kernel's formula that adds it
 * @param others what else reads {@code value} in the forward pass; the sum depends on it
 */
record SkipGradient(
    Launch launch, Node value, Node sum, Buffer skip, Slot place, String line,
    List<Node> others) {

  /** The first of {@code launches} that is one. */
  static Optional<SkipGradient> first(Stream<Launch> launches, Graph graph, MemoryPlan memory) {
    Finder finder = new Finder(graph, memory);
    return launches.flatMap(launch -> finder.in(launch).stream()).findFirst();
  }

  /** What the kernel calls {@code value}, if that is what a ReLU let through, which says where the gradient gets through. */
  Optional<Buffer> mask() {
    boolean rectified =
        value.op() instanceof Primitive.Map(Expr.Unary(UnaryOp op, Expr.Arg _))
            && op == UnaryOp.RELU;
    int at = launch.buffers().stream().map(Slot::value).toList().indexOf(Stored.of(value));
    return rectified && at >= 0 ? Optional.of(launch.kernel().buffers().get(at)) : Optional.empty();
  }

  /** The line of {@code kernel}'s formula that reads {@code buffer}. */
  private static Optional<String> line(Kernel kernel, Buffer buffer) {
    Pattern name = Pattern.compile(" = .*\\b%s\\b".formatted(Pattern.quote(buffer.name())));
    return kernel.brief().stream().filter(line -> name.matcher(line).find()).findFirst();
  }

  /** Looks through what a launch computes. */
  private static final class Finder {
    private final Graph graph;
    private final MemoryPlan memory;
    private final Map<Node, List<Node>> valuesOf = new HashMap<>();
    private final Map<Node, List<Node>> readers = new HashMap<>();

    Finder(Graph graph, MemoryPlan memory) {
      this.graph = graph;
      this.memory = memory;
      for (Node node : graph.nodes().subList(0, graph.backwardFrom())) {
        Node gradient = graph.derivatives().get(node);
        if (gradient != null) {
          valuesOf.computeIfAbsent(gradient, _ -> new ArrayList<>()).add(node);
        }
        for (Node input : node.inputs()) {
          readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
        }
      }
    }

    Optional<SkipGradient> in(Launch launch) {
      List<Buffer> buffers = launch.kernel().buffers();
      for (int i = 0; i < buffers.size(); i++) {
        if (buffers.get(i).written()
            && launch.buffers().get(i).value() instanceof Stored.Value(Node made)) {
          Optional<SkipGradient> found = madeOf(made, launch);
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return Optional.empty();
    }

    /** Looks at {@code node} and at all that exists inside the kernel only. */
    private Optional<SkipGradient> madeOf(Node node, Launch launch) {
      if (node.id() < graph.backwardFrom() || !(node.op() instanceof Primitive.Map)) {
        return Optional.empty();
      }
      for (Node value : valuesOf.getOrDefault(node, List.of())) {
        for (Node part : added(node)) {
          Optional<SkipGradient> found = handedOn(part, value, launch);
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return node.inputs().stream()
          .filter(input -> !memory.has(input))
          .flatMap(input -> madeOf(input, launch).stream())
          .findFirst();
    }

    private static List<Node> added(Node node) {
      return isSum(node)
          ? node.inputs().stream().flatMap(input -> parts(input).stream()).toList()
          : List.of();
    }

    private static List<Node> parts(Node node) {
      return isSum(node) ? added(node) : List.of(node);
    }

    private static boolean isSum(Node node) {
      return node.op() instanceof Primitive.Map(Expr.Binary(BinaryOp op, Expr.Arg _, Expr.Arg _))
          && op == BinaryOp.ADD;
    }

    /** Whether {@code gradient} is that of a sum to which {@code value} was led. */
    private Optional<SkipGradient> handedOn(Node gradient, Node value, Launch launch) {
      int at = -1;
      for (int i = 0; i < launch.buffers().size(); i++) {
        if (launch.buffers().get(i).value().equals(Stored.of(gradient))) {
          at = i; // operands of a product come first, what is added to it last
        }
      }
      if (at < 0) {
        return Optional.empty();
      }
      Buffer skip = launch.kernel().buffers().get(at);
      Slot place = launch.buffers().get(at);
      Optional<String> line = line(launch.kernel(), skip);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      for (Node sum : valuesOf.getOrDefault(gradient, List.of())) {
        List<Node> others =
            isSum(sum) && sum.inputs().contains(value) ? around(value, sum) : List.of();
        if (!others.isEmpty()) {
          return Optional.of(
              new SkipGradient(launch, value, sum, skip, place, line.get(), others));
        }
      }
      return Optional.empty();
    }

    /** What reads {@code value} on its other ways to {@code sum}. */
    private List<Node> around(Node value, Node sum) {
      Set<Node> before = new HashSet<>();
      List<Node> open = new ArrayList<>(sum.inputs());
      while (!open.isEmpty()) {
        Node node = open.removeLast();
        if (node.id() > value.id() && before.add(node)) {
          open.addAll(node.inputs());
        }
      }
      return readers.getOrDefault(value, List.of()).stream().filter(before::contains).toList();
    }
  }
}
