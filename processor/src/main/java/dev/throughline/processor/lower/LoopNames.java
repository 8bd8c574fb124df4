package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a fused loop is called, and what is said about it. */
final class LoopNames {
  private final Group.Loops group;
  private final Sort sort;

  LoopNames(Group.Loops group, Sort sort) {
    this.group = group;
    this.sort = sort;
  }

  /** What sort of loop it is. */
  enum Sort {
    MAP,
    SUM,
    PARTIAL_SUMS
  }

  /**
   * What the kernel is about.
   *
   * @param formula what it computes
   */
  Emitter.Draft draft(LoopFormula formula) {
    List<String> lines =
        formula.lines(Numbers.NAMES).stream().filter(line -> !line.contains("uniform(")).toList();
    return new Emitter.Draft(purpose(), name(), apart(lines), formula::lines);
  }

  private String purpose() {
    return switch (sort) {
      case MAP -> Verbs.sentence(group.outputs());
      case SUM ->
          "Reduces " + along(reduced().getFirst())
              + (passes() == 1 ? "."
                  : ", and goes on with it: %s loops over each row.".formatted(passes()));
      case PARTIAL_SUMS -> "Sums over each sample; a second kernel adds the samples.";
    };
  }

  private List<Primitive.Reduce> reduced() {
    return group.outputs().stream().map(Fused::node).map(Node::op)
        .filter(Primitive.Reduce.class::isInstance).map(Primitive.Reduce.class::cast).toList();
  }

  private static String along(Primitive.Reduce reduce) {
    return switch (reduce.axes()) {
      case NONE -> "everything to one number";
      case FEATURES -> "what belongs to each feature";
      case SAMPLES -> "each sample to one number";
      case SAMPLE_FEATURES -> "what belongs to each feature of a sample";
      case ROWS -> "each row to one number";
      case ELEMENTS -> "each element over the samples";
    };
  }

  private int passes() {
    return group.passes().size();
  }

  /** After the first quantity that has a name, else after what is done; a few loops over a row after what they end in. */
  private String name() {
    if (passes() > 1) {
      List<Fused> last =
          group.passes().getLast().stream()
              .filter(o -> o.reduction() == null && !group.isOfRow(o)).toList();
      List<String> sums =
          group.outputs().stream().filter(o -> o.reduction() != null)
              .map(o -> o.node().label()).filter(label -> !label.isEmpty()).toList();
      return last.isEmpty() && sums.size() > 1
          ? sums.getFirst() + "And" + capital(sums.getLast())
          : labelled(last.isEmpty() ? group.outputs() : last);
    }
    return labelled(group.outputs());
  }

  private String labelled(List<Fused> outputs) {
    return outputs.stream()
        .map(output -> output.node().label())
        .filter(label -> !label.isEmpty())
        .findFirst()
        .orElseGet(
            () -> outputs.stream().map(Fused::reduction).filter(Objects::nonNull).findFirst()
                .map(LoopNames::name)
                .orElseGet(() -> Verbs.name(outputs.getFirst())));
  }

  private static String name(Primitive.Reduce reduce) {
    String what =
        switch (reduce.reduction()) {
          case SUM -> "sum";
          case MEAN -> "mean";
          case MAX -> "max";
        };
    return what
        + switch (reduce.axes()) {
          case NONE -> "OfAll";
          case FEATURES -> "OfFeatures";
          case SAMPLES -> "OfSamples";
          case SAMPLE_FEATURES -> "OfPositions";
          case ROWS -> "OfRows";
          case ELEMENTS -> "OverSamples";
        };
  }

  /** What else tells one loop from another: what is done, what is made, what is read, and at last all of it. */
  private List<String> apart(List<String> formula) {
    List<String> words = new ArrayList<>();
    List<Fused> outputs = group.outputs();
    if (sort == Sort.MAP) {
      outputs.forEach(output -> words.add("By" + capital(Verbs.name(output))));
    }
    outputs.stream().map(output -> output.node().label())
        .filter(label -> !label.isEmpty() && !label.equals(name()))
        .forEach(label -> words.add("And" + capital(label)));
    List<Fused.Operand.Tensor> read =
        outputs.stream().flatMap(output -> output.operands().stream())
            .filter(Fused.Operand.Tensor.class::isInstance)
            .map(Fused.Operand.Tensor.class::cast).distinct().toList();
    for (Fused.Operand.Tensor tensor : read) {
      if (tensor.axes() != null) {
        words.add("With" + word(tensor.node(), tensor.axes()));
      }
    }
    for (Fused.Operand.Tensor tensor : read) {
      if (tensor.axes() == null && !tensor.node().label().isEmpty()) {
        words.add("Of" + capital(tensor.node().label()));
      }
    }
    formula.stream().map(LoopNames::made).forEach(made -> words.add("Of" + spelled(made)));
    words.add("As" + String.join("And", formula.stream().map(LoopNames::spelled).toList()));
    return words.stream().distinct().toList();
  }

  private static String word(Node node, Axes axes) {
    String what =
        switch (axes) {
          case NONE -> "Number";
          case FEATURES -> "Feature";
          case SAMPLES -> "Sample";
          case SAMPLE_FEATURES -> "SampleFeature";
          case ROWS -> "Row";
          case ELEMENTS -> "Element";
        };
    return what + capital(node.label().isEmpty() ? "" : node.label());
  }

  /** What is made into a result, or what is added up in it: {@code x · x} of {@code sum = Σ x · x}. */
  private static String made(String formula) {
    return formula.replaceFirst("^.*? = ((Σ|max) [a-z,]+  )?", "")
        .replaceFirst(" / (n|[A-Z]+|\\(n?[A-Z ·]+\\))$", "");
  }

  /** A formula as one word. */
  private static String spelled(String formula) {
    return List.of(
        formula
            .replace("·", " times ").replace("+", " plus ").replace("−", " minus ")
            .replace("/", " over ").replace("√", " root ").replace("²", " squared ")
            .replace("=", " is ").replace(">", " above ").replace("Σ", " sum ")
            .replace("σ", " sigmoid ").replace("?", " then ").replace(":", " else ")
            .replaceAll("[^A-Za-z0-9]+", " ").strip().split(" "))
        .stream().map(LoopNames::capital).collect(Collectors.joining());
  }

  private static String capital(String word) {
    return word.isEmpty() ? "" : Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
