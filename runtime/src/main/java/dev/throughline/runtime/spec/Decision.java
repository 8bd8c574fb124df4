package dev.throughline.runtime.spec;

import java.util.Locale;
import java.util.Optional;

/**
 * What an answer of a network tells, by the loss that reads it; the last one if several do.
 *
 * <table>
 * <caption>What one sample's answer tells</caption>
 * <tr><th>Loss<th>Answer of one sample<th>Tells
 * <tr><td>softmax cross-entropy, squared hinge<td>{@code [classes]}<td>a class: that of the largest number,
 *     the first of equals
 * <tr><td>the same<td>{@code [t, classes]}<td>a class at each of t positions
 * <tr><td>binary cross-entropy<td>one logit<td>class 1 if the logit is 0 or more, which is a probability of one
 *     half or more; else class 0
 * <tr><td>the same<td>several logits<td>yes or no for each, by the same threshold
 * <tr><td>mean squared error, or none<td>any<td>numbers
 * </table>
 *
 * <p>NaN counts as larger than any number, as in PyTorch's {@code argmax}, and is never a yes.
 */
public final class Decision {
  private final String network;
  private final OutputSpec output;
  private final Optional<LossSpec> loss;
  private final int classes;

  private Decision(String network, OutputSpec output, Optional<LossSpec> loss) {
    this.network = network;
    this.output = output;
    this.loss = loss;
    int rank = output.layout().rank();
    this.classes = rank == 0 ? 1 : output.layout().extent(rank - 1);
  }

  /** What {@code output} of a network tells. */
  public static Decision of(NetworkSpec spec, OutputSpec output) {
    return new Decision(
        spec.name(),
        output,
        spec.losses().reversed().stream()
            .filter(loss -> loss.output().equals(output.name()))
            .findFirst());
  }

  /** How the answer is compared; nothing if no loss reads it. */
  public Optional<LossKind> loss() {
    return loss.map(LossSpec::kind);
  }

  /** The loss that compares the answer; nothing if none reads it. */
  public Optional<LossSpec> comparedBy() {
    return loss;
  }

  /** Whether each row of numbers chooses one class. */
  public boolean choosesClass() {
    return loss()
        .filter(
            kind -> kind == LossKind.SOFTMAX_CROSS_ENTROPY || kind == LossKind.SQUARED_HINGE)
        .isPresent();
  }

  /** Whether each number says yes or no. */
  public boolean saysYesOrNo() {
    return loss().filter(kind -> kind == LossKind.BINARY_CROSS_ENTROPY).isPresent();
  }

  /** Whether one number decides between class 0 and class 1. */
  public boolean isSingleYesOrNo() {
    return saysYesOrNo() && output.layout().size() == 1;
  }

  /** How many classes or labels a name can be given to. */
  public int classes() {
    return isSingleYesOrNo() ? 2 : choosesClass() ? classes : output.layout().size();
  }

  /** How many classes are chosen: one, or one at each position of a sequence. */
  public int positions() {
    return choosesClass() ? output.layout().size() / classes : 1;
  }

  /**
   * How many answers of a sample can be right or wrong: one, or one for each position or label; none where numbers are
   * compared.
   */
  public int perSample() {
    return saysYesOrNo() ? output.layout().size() : choosesClass() ? positions() : 0;
  }

  /**
   * One of the {@link #perSample} answers of the sample whose numbers begin at {@code from}: a class, or 1 for yes and
   * 0 for no.
   */
  public int answer(float[] numbers, int from, int index) {
    if (saysYesOrNo()) {
      return isYes(numbers[from + index]) ? 1 : 0;
    }
    checkChooses();
    return largest(numbers, from + index * classes, classes);
  }

  /** Fails unless {@link #of} can tell a class, of a sample or of each position. */
  public void checkTellsClasses() {
    if (!isSingleYesOrNo()) {
      checkChooses();
    }
  }

  /** The one class of the sample whose answer begins at {@code from}. */
  public int of(float[] answer, int from) {
    if (isSingleYesOrNo()) {
      return isYes(answer[from]) ? 1 : 0;
    }
    if (positions() > 1) {
      throw new IllegalStateException(
          String.format(Locale.ROOT,
              "`%s` predicts a class at each of %d positions: ask for predicted(sample, position)",
              network, positions()));
    }
    checkChooses();
    return largest(answer, from, classes);
  }

  /** The class at one position. */
  public int of(float[] answer, int from, int position) {
    checkChooses();
    checkIndex("position", position, positions());
    return largest(answer, from + position * classes, classes);
  }

  /** Yes or no for each number of the sample whose answer begins at {@code from}. */
  public boolean[] labels(float[] answer, int from) {
    if (!saysYesOrNo()) {
      throw new IllegalStateException(
          "`%s` says yes or no to nothing: `%s` has %s"
              .formatted(network, output.name(), lossInWords()));
    }
    boolean[] labels = new boolean[output.layout().size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = isYes(answer[from + i]);
    }
    return labels;
  }

  private void checkChooses() {
    if (saysYesOrNo()) {
      throw new IllegalStateException(
          String.format(Locale.ROOT,
              "`%s` says yes or no to %d labels, not which is the one: ask for predictedLabels(sample)",
              network, output.layout().size()));
    }
    if (!choosesClass()) {
      throw new IllegalStateException(
          "`%s` predicts numbers, not classes: `%s` has %s; read lastLogits() or output(\"%s\")"
              .formatted(network, output.name(), lossInWords(), output.name()));
    }
  }

  private String lossInWords() {
    return loss().map(LossKind::toString).orElse("no loss");
  }

  public void checkIndex(String what, int index, int count) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there is no %s %d: `%s` has %d of them, from 0 on", what,
              index, network, count));
    }
  }

  /** Whether a logit says yes: a probability of one half or more. */
  public static boolean isYes(float logit) {
    return logit >= 0;
  }

  /** Place of the largest of {@code count} numbers from {@code from} on; the first of equals, NaN above all. */
  public static int largest(float[] numbers, int from, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      float challenger = numbers[from + k];
      float champion = numbers[from + best];
      if (challenger > champion || Float.isNaN(challenger) && !Float.isNaN(champion)) {
        best = k;
      }
    }
    return best;
  }
}
