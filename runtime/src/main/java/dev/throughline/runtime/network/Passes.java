package dev.throughline.runtime.network;

import dev.throughline.runtime.device.WarmUp;
import dev.throughline.runtime.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Runs the passes of a network and keeps what the last one answered. */
abstract class Passes extends GeneratedProgram {
  final NetworkSpec spec;
  final Use use;
  private final Decision decision;
  private final float[] losses;
  private float loss = Float.NaN;
  private long trainingPasses;
  private Mode lastMode = Mode.TRAINING;
  private int fed;
  private boolean answered;
  private boolean folded;

  Passes(NetworkMemory memory) {
    super(memory);
    this.spec = memory.spec;
    this.use = new Use(spec.name());
    this.decision = Decision.of(spec, spec.logits());
    this.losses = new float[spec.losses().size()];
    Arrays.fill(losses, Float.NaN);
  }

  /**
   * Copies a batch into the network, for a training pass. What the last pass answered is gone then; a batch
   * that is refused changes nothing.
   *
   * @throws IllegalArgumentException if a name is missing or unknown, an array is not as long as the samples
   *     need, or an index is out of range
   */
  public final void feed(Feed batchOfAll) {
    use.enter();
    try {
      take(Mode.TRAINING, batchOfAll);
    } finally {
      use.leave();
    }
  }

  /**
   * Copies a batch into a network with one input of ordinary numbers, such as images, and one target of
   * indices, such as classes.
   */
  public final void feed(float[] images, int[] labels, int n) {
    if (spec.targets().size() != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "`%s` has %d targets: give each by its name in a Feed",
              spec.name(), spec.targets().size()));
    }
    feed(images(images, n).indices(spec.targets().getFirst().name(), labels));
  }

  private Feed images(float[] images, int n) {
    if (spec.inputs().size() != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "`%s` has %d inputs: give each by its name in a Feed",
              spec.name(), spec.inputs().size()));
    }
    return Feed.of(n).numbers(spec.inputs().getFirst().name(), images);
  }

  private void take(Mode mode, Feed from) {
    int n = from.samples();
    if (n < 1 || n > batch) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "a batch of %d does not fit `%s`, which was built for 1 to %d samples at a time", n,
              spec.name(), batch));
    }
    List<InputSpec> wanted = new ArrayList<>(spec.inputs());
    if (mode == Mode.TRAINING) {
      wanted.addAll(spec.targets());
    }
    from.check(spec, wanted);
    copy(mode, wanted, from, 0, n);
  }

  /** Begins a batch with samples that have been checked. */
  private void copy(Mode mode, List<InputSpec> wanted, Feed from, int first, int n) {
    answered = false;
    for (InputSpec input : wanted) {
      from.copy(input, first, n, activations, input.at(mode) * batch);
    }
    lastMode = mode;
    fed = n;
    use.takeOver();
  }

  /**
   * Runs forward and backward on the batch fed last: fills the gradients and updates the running
   * statistics, and leaves the weights as they are.
   *
   * @return the mean loss of the batch
   * @throws IllegalStateException if no training batch is fed, or one of a single sample to a network with a batch
   *     norm of vectors
   */
  public final float trainingPass() {
    use.enter();
    try {
      use.checkMine();
      return train();
    } finally {
      use.leave();
    }
  }

  /** {@link #feed} and {@link #trainingPass()}. */
  public final float trainingPass(float[] images, int[] labels, int n) {
    feed(images, labels, n);
    return trainingPass();
  }

  private float train() {
    if (fed == 0 || lastMode != Mode.TRAINING) {
      throw new IllegalStateException(
          "`%s` holds no training batch: call feed before trainingPass".formatted(spec.name()));
    }
    if (fed == 1 && spec.normOfVectors().isPresent()) {
      // Its variance would be 0, its gradient too, and its running variance would fade away.
      throw new IllegalStateException(
          "`%s` cannot be trained on a batch of 1: the batch norm of `%s` takes two values of each channel; feed 2 samples or more"
              .formatted(spec.name(), spec.normOfVectors().get()));
    }
    WarmUp.await(); // the first step; later ones find it done
    answered = false;
    trainingPasses++;
    folded = false; // running statistics change, and the workspace is shared
    trainingForward(fed);
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      losses[i] = workspace[spec.losses().get(i).valueAt()];
      sum += (double) spec.losses().get(i).weight() * losses[i];
    }
    loss = (float) sum;
    trainingBackward(fed);
    answered = true;
    return loss;
  }

  /** Computes the logits of {@code n} images with the running statistics. */
  public final void inferencePass(float[] images, int n) {
    inferencePass(images(images, n));
  }

  /**
   * Computes the answers to a batch with the running statistics. It needs no targets; those it has are not looked
   * at.
   *
   * @throws IllegalArgumentException as {@link #feed(Feed)}
   */
  public final void inferencePass(Feed batchOfInputs) {
    use.enter();
    try {
      take(Mode.INFERENCE, batchOfInputs);
      infer();
    } finally {
      use.leave();
    }
  }

  /** Answers {@code n} samples of a batch that has been checked, from the sample {@code first} on. */
  final void inferencePart(Feed checked, int first, int n) {
    copy(Mode.INFERENCE, spec.inputs(), checked, first, n);
    infer();
  }

  private void infer() {
    fold();
    inferenceForward(fed);
    answered = true;
  }

  /** Folds and packs weights, if that has not been done since they changed. */
  final void fold() {
    if (!folded) {
      foldForInference();
      folded = true;
    }
  }

  /** What runs beside this network on its folded weights, which must not change from here on. */
  final void sharesFolded() {
    folded = true;
  }

  /**
   * The predicted class of each of {@code n} images, {@code [n]}; of a network that predicts a class at each of t
   * positions {@code [n][t]}. {@link Decision} says what a prediction is for each loss.
   *
   * @throws IllegalStateException if the network's answer is no class
   */
  public final int[] predict(float[] images, int n) {
    Feed inputs = images(images, n);
    decision.checkTellsClasses();
    use.enter();
    try {
      take(Mode.INFERENCE, inputs);
      infer();
      int positions = decision.positions();
      int[] classes = new int[n * positions];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = positions == 1 ? predicted(i) : predicted(i / positions, i % positions);
      }
      return classes;
    } finally {
      use.leave();
    }
  }

  // Results of the last pass.

  /**
   * What the last training pass trained for: the sum of all losses, each by its weight; NaN before the first
   * pass.
   */
  public final float lastLoss() {
    use.checkOpen();
    return loss;
  }

  /** One loss of the last training pass, by its member's path; its mean over the batch, unweighted. */
  public final float lastLoss(String member) {
    use.checkOpen();
    for (int i = 0; i < losses.length; i++) {
      if (spec.losses().get(i).name().equals(member)) {
        return losses[i];
      }
    }
    throw new IllegalArgumentException(
        "`%s` has no loss `%s`".formatted(spec.name(), member));
  }

  /**
   * A live view on an answer of the last pass, by the member that computes it: {@code [samples, …]}. Answers
   * are what the losses read, and the members marked {@code @Output}.
   */
  public final Tensor output(String member) {
    OutputSpec output =
        spec.outputs().stream()
            .filter(o -> o.name().equals(member))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(
                    "`%s` of `%s` is no output: mark it @Output"
                        .formatted(member, spec.name())));
    return Tensor.of(activations, answer(output), output.layout().times(fed));
  }

  /** Fails unless the activations are those of a training pass, and the calling thread may read them. */
  final void checkHoldsTraining() {
    use.checkMine();
    if (!answered || lastMode != Mode.TRAINING) {
      throw new IllegalStateException(
          "`%s` holds no training pass: members have outputs after trainingPass, until another batch is fed"
              .formatted(spec.name()));
    }
  }

  /** Where the answer of the last pass lies, if there is one and the calling thread may read it. */
  private int answer(OutputSpec output) {
    use.checkMine();
    if (!answered) {
      throw new IllegalStateException(
          fed == 0
              ? "`%s` has answered nothing yet: run a pass first".formatted(spec.name())
              : "`%s` has not answered the batch it was fed: run a pass, to its end"
                  .formatted(spec.name()));
    }
    return output.at(lastMode) * batch;
  }

  /** Number of samples fed last; 0 before the first. */
  public final int samples() {
    use.checkOpen();
    return fed;
  }

  /** A copy of the last pass's logits, {@code [n][classes]}, or {@code [n][t][classes]}. */
  public final float[] lastLogits() {
    float[] copy = new float[fed * spec.logits().layout().size()];
    copyAnswer(spec.logits(), copy, 0);
    return copy;
  }

  /** Copies an answer of the last pass, sample after sample in stored order. */
  final void copyAnswer(OutputSpec output, float[] into, int at) {
    System.arraycopy(activations, answer(output), into, at, fed * output.layout().size());
  }

  /**
   * The predicted class of a sample of the last pass; {@link Decision} says what that is for each loss.
   *
   * @throws IllegalArgumentException if the pass had no such sample
   * @throws IllegalStateException before any pass, or if the network's answer is not one class
   */
  public final int predicted(int sample) {
    return decision.of(activations, answerOf(sample));
  }

  /** The predicted class at a position of a sample of the last pass. */
  public final int predicted(int sample, int position) {
    return decision.of(activations, answerOf(sample), position);
  }

  /**
   * Which labels a network with binary cross-entropy says yes to, of a sample of the last pass, in stored order.
   */
  public final boolean[] predictedLabels(int sample) {
    return decision.labels(activations, answerOf(sample));
  }

  private int answerOf(int sample) {
    int from = answer(spec.logits());
    if (sample < 0 || sample >= fed) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "there is no sample %d: the last pass of `%s` had %d, from 0 on", sample,
              spec.name(), fed));
    }
    return from + sample * spec.logits().layout().size();
  }

  // What passes depend on.

  /** Says that parameters or running statistics were written from outside. */
  public final void weightsChanged() {
    folded = false;
  }

  /** Training passes so far: the counter behind the random masks. */
  public final long trainingPasses() {
    return trainingPasses;
  }

  final void continueAfter(long passes) {
    trainingPasses = passes;
  }
}
