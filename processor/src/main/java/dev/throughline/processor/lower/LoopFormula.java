package dev.throughline.processor.lower;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Formula;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a fused loop computes, line by line: each line names what it defines, a sum the axes it runs over, a draw
 * the stream it is from.
 */
final class LoopFormula {
  private final TensorType domain;
  private final Signature signature;
  private final List<Line> lines = new ArrayList<>();
  private final SequencedMap<String, String> draws = new LinkedHashMap<>();
  private final Map<Node, String> results = new HashMap<>();
  private boolean perSample;

  LoopFormula(TensorType domain, Signature signature) {
    this.domain = domain;
    this.signature = signature;
  }

  /** What is stored, or reduced, element by element. */
  private record Line(Fused output, String name, String text) {}

  /** {@code name = …}. */
  void maps(String name, Fused output, List<Value> operands) {
    lines.add(
        new Line(output, name, Formula.of(output.body(), leaf -> leaf(leaf, operands))));
  }

  /** {@code … = Σ …}, into what {@link #stored} says. */
  void reduces(Fused output, List<Value> operands) {
    lines.add(
        new Line(output, "", Formula.term(output.body(), leaf -> leaf(leaf, operands))));
  }

  /** A reduction ends in {@code buffer}. */
  void stored(Fused output, String buffer) {
    results.put(output.node(), buffer);
  }

  /** The sum of each sample is {@code buffer}. */
  void storedPerSample(Fused output, String buffer) {
    stored(output, buffer);
    perSample = true;
  }

  List<String> lines(Numbers n) {
    List<String> text = new ArrayList<>();
    draws.forEach(
        (name, stream) -> text.add(
            "%s = uniform(%s)   in [0, 1), for each element".formatted(name, stream)));
    lines.forEach(line -> text.add(text(line, n)));
    return text;
  }

  private String text(Line line, Numbers n) {
    if (!line.name.isEmpty()) {
      return line.name + " = " + line.text;
    }
    Primitive.Reduce reduce = (Primitive.Reduce) line.output.node().op();
    List<String> letters = new ArrayList<>();
    List<String> extents = new ArrayList<>();
    boolean samples =
        switch (reduce.axes()) {
          case FEATURES, NONE, ELEMENTS -> domain.batched() && !perSample;
          case SAMPLES, SAMPLE_FEATURES, ROWS -> false;
        };
    if (samples) {
      letters.add("n");
      extents.add("n");
    }
    if (reduce.axes() != Axes.ROWS && reduce.axes() != Axes.ELEMENTS) {
      letters.add("row");
      extents.add("ROWS");
    }
    if (reduce.axes() == Axes.ROWS || reduce.axes() == Axes.NONE || reduce.axes() == Axes.SAMPLES) {
      letters.add("c");
      extents.add("C");
    }
    boolean mean = reduce.reduction() == Reduction.MEAN && !perSample;
    return "%s = %s %s  %s%s".formatted(
        requireNonNull(results.get(line.output.node())),
        reduce.reduction() == Reduction.MAX ? "max" : "Σ",
        n.letters(letters, extents),
        line.text,
        mean ? n.over(extents) : "");
  }

  private String leaf(Expr leaf, List<Value> operands) {
    return switch (leaf) {
      case Expr.Arg(int index) -> name(operands.get(index));
      case Expr.Position _ -> "c";
      case Expr.Row(int extent) -> "(row % " + name(signature.oneOf("PERIOD", extent)) + ")";
      case Expr.Random(int stream) -> {
        String from = name(signature.oneOf("STREAM", stream));
        String draw = from.replace("STREAM", "u");
        draws.put(draw, from);
        yield draw;
      }
      default -> throw new IllegalArgumentException("no leaf: " + leaf);
    };
  }

  private static String name(Int size) {
    return ((Int.Extent) size).name();
  }

  private static String name(Value operand) {
    return switch (operand) {
      case Value.Local(String name) -> name.replace("Value", "");
      case Value.Load(Access access) -> access.buffer();
      case Value.Share share -> share(share);
      default -> throw new IllegalArgumentException("no operand of a loop: " + operand);
    };
  }

  /** The way a count is written: {@code 1/(COUNT · n)}. */
  private static String share(Value.Share share) {
    List<String> counts =
        share.counts().stream()
            .filter(count -> !count.equals(Int.ONE))
            .map(count -> count.equals(Int.BATCH) ? "n" : name(count))
            .toList();
    String of = share.of() == 1 ? "1" : Float.toString(share.of());
    return of + "/"
        + (counts.size() == 1 ? counts.getFirst() : "(" + String.join(" · ", counts) + ")");
  }
}
