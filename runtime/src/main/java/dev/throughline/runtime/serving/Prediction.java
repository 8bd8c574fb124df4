package dev.throughline.runtime.serving;

import dev.throughline.runtime.spec.Decision;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.OutputSpec;
import dev.throughline.runtime.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a network says about one sample. What it tells depends on the loss it was trained with:
 *
 * <ul>
 *   <li>softmax cross-entropy: probabilities of classes, which sum to 1;
 *   <li>squared hinge: scores of classes, no probabilities;
 *   <li>binary cross-entropy with one logit: the probabilities of class 0 and class 1;
 *   <li>binary cross-entropy with several logits: the probability of each label, on its own;
 *   <li>mean squared error, or no loss: numbers.
 * </ul>
 *
 * <p>A network that chooses at each position of a sequence is asked with a position. Immutable.
 *
 * @see Decision
 */
public final class Prediction {
  private final NetworkSpec spec;
  private final OutputSpec output;
  private final Decision decision;
  private final Map<String, float[]> answers;
  private final float[] numbers;
  private final List<String> names;

  /** The answer of {@code output}, beside those of the other outputs. */
  Prediction(
      NetworkSpec spec, OutputSpec output, Map<String, float[]> answers, List<String> names) {
    this.spec = spec;
    this.output = output;
    this.decision = Decision.of(spec, output);
    this.answers = answers;
    this.numbers = Objects.requireNonNull(answers.get(output.name()));
    this.names = names;
  }

  /** The answer of another output of the network, by the member that computes it. */
  public Prediction output(String member) {
    for (OutputSpec other : spec.outputs()) {
      if (other.name().equals(member)) {
        return new Prediction(spec, other, answers, names);
      }
    }
    throw new IllegalArgumentException(
        "`%s` of `%s` is no output: it has %s"
            .formatted(
                member,
                spec.name(),
                spec.outputs().stream().map(OutputSpec::name).collect(Collectors.joining(", "))));
  }

  /** The numbers as they left the network, logits for example, in stored order; images {@code [h][w][c]}. */
  public float[] numbers() {
    return numbers.clone();
  }

  /** The numbers as they left the network, by published index. */
  public Tensor tensor() {
    return Tensor.of(numbers.clone(), 0, output.layout());
  }

  /** How many times a class is chosen: once, or once at each position of a sequence. */
  public int positions() {
    return decision.positions();
  }

  /**
   * The probability of each class, or of each label.
   *
   * @throws IllegalStateException if the network knows no probabilities, or chooses at several positions
   * @throws ServingException if the answer holds NaN
   */
  public double[] probabilities() {
    return probabilities(onlyPosition());
  }

  /** The probability of each class at a position of a sequence. */
  public double[] probabilities(int position) {
    Scores scores = scores(position);
    if (!scores.areProbabilities()) {
      throw new IllegalStateException(
          "`%s` was trained with %s, which gives scores and no probabilities: read top(k) or numbers()"
              .formatted(spec.name(), decision.loss().orElseThrow()));
    }
    return scores.values();
  }

  /** The most probable class, or label; the first of equals. */
  public Choice best() {
    return best(onlyPosition());
  }

  /** The most probable class at a position of a sequence. */
  public Choice best(int position) {
    return top(position, 1).getFirst();
  }

  /** The {@code k} most probable classes, or labels, most probable first; of equals the first first. */
  public List<Choice> top(int k) {
    return top(onlyPosition(), k);
  }

  /** The {@code k} most probable classes at a position of a sequence. */
  public List<Choice> top(int position, int k) {
    double[] scores = scores(position).values();
    if (k < 1 || k > scores.length) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there are no %d most probable: `%s` tells %d apart", k,
              spec.name(), scores.length));
    }
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(label -> -scores[label]))
        .limit(k)
        .map(label -> choice(label, scores))
        .toList();
  }

  /**
   * The labels that the network says yes to, a probability of one half or more, in order of their numbers.
   *
   * @throws IllegalStateException if it was not trained with binary cross-entropy
   */
  public List<Choice> labels() {
    if (!decision.saysYesOrNo() || decision.isSingleYesOrNo()) {
      throw new IllegalStateException(
          "`%s` says yes or no to no labels: read best() or numbers()".formatted(spec.name()));
    }
    double[] scores = scores(0).values();
    List<Choice> labels = new ArrayList<>();
    for (int label = 0; label < scores.length; label++) {
      if (Decision.isYes(numbers[label])) {
        labels.add(choice(label, scores));
      }
    }
    return labels;
  }

  private Choice choice(int label, double[] scores) {
    String name = label < names.size() ? names.get(label) : Integer.toString(label);
    return new Choice(label, name, scores[label]);
  }

  private int onlyPosition() {
    if (decision.positions() > 1) {
      throw new IllegalStateException(
          String.format(Locale.ROOT,
              "`%s` chooses a class at each of %d positions: say at which", spec.name(),
              decision.positions()));
    }
    return 0;
  }

  private Scores scores(int position) {
    if (position < 0 || position >= decision.positions()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there is no position %d: `%s` has %d, from 0 on", position,
              spec.name(), decision.positions()));
    }
    if (!decision.choosesClass() && !decision.saysYesOrNo()) {
      throw new IllegalStateException(
          "`%s` of `%s` is numbers, with no classes or labels to choose from: read numbers() or tensor()"
              .formatted(output.name(), spec.name()));
    }
    Scores scores = Scores.of(decision, numbers, position);
    for (double score : scores.values()) {
      if (Double.isNaN(score)) {
        throw new ServingException(
            "`%s` answers NaN: the sample holds NaN, or numbers too large for this network"
                .formatted(spec.name()));
      }
    }
    return scores;
  }

  /** The three most probable, or the numbers. */
  @Override
  public String toString() {
    if (decision.positions() > 1 || !decision.choosesClass() && !decision.saysYesOrNo()) {
      return "%s of `%s`: %s".formatted(output.name(), spec.name(), output.layout());
    }
    return top(Math.min(3, decision.classes())).toString();
  }
}
