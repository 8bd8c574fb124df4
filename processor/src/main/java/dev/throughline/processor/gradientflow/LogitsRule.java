package dev.throughline.processor.gradientflow;

import dev.throughline.dsl.Activation;
import dev.throughline.dsl.Nonlinearity;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Numbers;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.layer.Nonlinearities;
import dev.throughline.processor.layer.Reads;
import dev.throughline.processor.model.Annotated;
import java.lang.annotation.Annotation;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Logits are what the layer before a loss computes, not what an activation makes of it.
 *
 * <p>Two things are reported. What a loss reads may be so narrow a range that it cannot say what it should,
 * whatever is learnt: the sigmoid of the sigmoid is between 0.5 and 0.731. Or its range is wide enough, but an
 * activation stands right before the loss and keeps the gradient from logits that should be low.
 */
final class LogitsRule {
  /** A loss that can give the right answer this probability is not held back. */
  private static final double SURE = 0.99;

  private final Ranges ranges;
  private final Places places;
  private final Problems problems;

  private LogitsRule(Ranges ranges, Places places, Problems problems) {
    this.ranges = ranges;
    this.places = places;
    this.problems = problems;
  }

  static void check(Graph training, Ranges ranges, Places places, Problems problems) {
    LogitsRule rule = new LogitsRule(ranges, places, problems);
    training.losses().forEach(rule::check);
  }

  private void check(LossTerm loss) {
    Annotated<?> kind = places.member(loss.path()).annotated();
    Reads reads = reads(kind.values(), loss.prediction());
    Interval range = ranges.of(loss.prediction());
    String limit = limit(reads, range);
    if (!limit.isEmpty()) {
      activation(loss.prediction(), node -> !ranges.of(node).equals(Interval.ALL))
          .ifPresent(found -> report(loss, kind.name(), reads, found, limit));
      return;
    }
    if (reads instanceof Reads.Values) {
      return;
    }
    activation(loss.prediction(), Sources::joinsElements)
        .ifPresent(
            found -> {
              String slope = slope(found);
              if (!slope.isEmpty()) {
                report(loss, kind.name(), reads, found, slope);
              }
            });
  }

  private static <A extends Annotation> Reads reads(A settings, Node prediction) {
    return Layers.loss(settings).orElseThrow().reads(prediction.type(), settings);
  }

  /** What the loss can never say of values within {@code range}; empty if there is nothing. */
  private static String limit(Reads reads, Interval range) {
    return switch (reads) {
      case Reads.Values() -> "";
      case Reads.SigmoidLogits() -> {
        double least = 1 / (1 + Math.exp(-range.low()));
        double most = 1 / (1 + Math.exp(-range.high()));
        yield least > 1 - SURE || most < SURE
            ? "its probabilities are " + words(new Interval(least, most), 0, 1)
            : "";
      }
      case Reads.SoftmaxLogits(int classes) -> {
        double most = 1 / (1 + (classes - 1) * Math.exp(range.low() - range.high()));
        yield most < SURE
            ? String.format(Locale.ROOT, "no class of %d gets a probability above %s", classes,
                Numbers.significant(most))
            : "";
      }
      case Reads.Scores(double margin) ->
          range.high() - range.low() <= margin
              ? "none is ahead by more than %s, where the margin is %s"
                  .formatted(
                      Numbers.significant(range.high() - range.low()),
                      Numbers.significant(margin))
              : "";
    };
  }

  /** {@code between 0 and 1}, {@code never below 0}; what is at {@code least} or {@code most} has no limit there. */
  private static String words(Interval range, double least, double most) {
    if (range.low() > least && range.high() < most) {
      return "between %s and %s"
          .formatted(Numbers.significant(range.low()), Numbers.significant(range.high()));
    }
    return range.low() > least
        ? "never below " + Numbers.significant(range.low())
        : "never above " + Numbers.significant(range.high());
  }

  /** What happens to the gradient of low logits, if anything. */
  private String slope(Node activation) {
    Interval range = ranges.of(activation);
    return switch (function(activation).orElseThrow()) {
      case RELU -> "where a logit would be negative, no gradient passes";
      case LEAKY_RELU -> {
        Interval left = Slope.of(body(activation), 0, new Interval(-2, -1)).derivative();
        yield left.equals(Interval.ONE)
            ? ""
            : "where a logit is negative, %s of its gradient passes"
                .formatted(Numbers.significant(left.low()));
      }
      case GELU, SILU, ELU, SOFTPLUS ->
          "it is %s, and where it comes near, hardly any gradient passes"
              .formatted(words(range, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
      case NONE, SIGMOID, TANH -> ""; // their range says it, or is wide enough
    };
  }

  private void report(LossTerm loss, String kind, Reads reads, Node activation, String what) {
    String member = activation.origin().member();
    boolean isLayer = places.member(member).annotated().values() instanceof Activation;
    boolean direct = activation(loss.prediction(), Sources::joinsElements).isPresent();
    String function = Nonlinearities.name(function(activation).orElseThrow());
    String values = reads instanceof Reads.Scores ? "scores" : "logits";
    problems.report(
        places.of(member, isLayer ? "value" : "activation"),
        Problem.ACTIVATED_LOGITS,
        "`%s` takes %s, but reads %s %s of `%s`: %s"
            .formatted(
                loss.path(), values, direct ? "the" : "what is made of the", function, member,
                what),
        Hint.use(
            "%s: %s %s"
                .formatted(
                    isLayer
                        ? "no `%s`".formatted(member)
                        : "activation = NONE on `%s`".formatted(member),
                    kind,
                    itself(reads))),
        Hint.or(
            reads instanceof Reads.SigmoidLogits
                ? "@MeanSquaredError, which compares what it reads as it is"
                : "@Accept(\"%s\")".formatted(Problem.ACTIVATED_LOGITS.id())));
  }

  private static String itself(Reads reads) {
    return switch (reads) {
      case Reads.Values() -> "takes values as they are";
      case Reads.SigmoidLogits() -> "takes the sigmoid itself";
      case Reads.SoftmaxLogits _ -> "takes the softmax itself";
      case Reads.Scores _ -> "takes scores as they are";
    };
  }

  private static Optional<Node> activation(Node node, Predicate<Node> passes) {
    return Sources.nearest(node, next -> function(next).isPresent(), passes);
  }

  private static Optional<Nonlinearity> function(Node node) {
    return node.op() instanceof Primitive.Map(Expr body) && node.inputs().size() == 1
        ? Nonlinearities.of(body)
        : Optional.empty();
  }

  private static Expr body(Node map) {
    return ((Primitive.Map) map.op()).body();
  }
}
