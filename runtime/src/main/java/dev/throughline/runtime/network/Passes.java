package dev.throughline.runtime.network;

import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.Tally;
import dev.throughline.runtime.spec.Decision;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.Mode;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.OutputSpec;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Memory;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;
import dev.throughline.runtime.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs the passes of a network and keeps what the last one answered. */
abstract class Passes {
  final Engine engine;
  final NetworkSpec spec;
  final Use use;
  private final Decision decision;
  private final float[] losses;
  private float loss = Float.NaN;
  private long seed;
  private long trainingPasses;
  private Mode lastMode = Mode.TRAINING;
  private int fed;
  private boolean answered;
  private boolean folded;

  Passes(Engine engine, long seed) {
    this.engine = engine;
    this.spec = engine.spec();
    this.seed = seed;
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
    if (n < 1 || n > engine.batch()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "a batch of %d does not fit `%s`, which was built for 1 to %d samples at a time", n,
              spec.name(), engine.batch()));
    }
    List<InputSpec> wanted = new ArrayList<>(spec.inputs());
    if (mode == Mode.TRAINING) {
      wanted.addAll(spec.targets());
    }
    from.check(spec, wanted);
    answered = false;
    engine.feed(mode, from, 0, n);
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
    answered = false;
    trainingPasses++;
    folded = false; // running statistics change, and what was folded may lie where training works
    engine.forward(Philox.derive(seed, Philox.stream(Purpose.MASKS, trainingPasses)));
    engine.backward();
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      losses[i] = engine.loss(i);
      sum += (double) spec.losses().get(i).weight() * losses[i];
    }
    loss = (float) sum;
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

  private void infer() {
    if (!folded) {
      engine.fold();
      folded = true;
    }
    engine.infer();
    answered = true;
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
      float[] answers = lastLogits();
      int size = spec.logits().layout().size();
      int positions = decision.perSample();
      int[] classes = new int[n * positions];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = decision.answer(answers, i / positions * size, i % positions);
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
    return Tensor.of(answer(output), 0, output.layout().times(fed));
  }

  /** A live view on what a member made in the last training pass, {@code [capacity, ...]}, if that is kept. */
  final Optional<Tensor> activation(String member, Layout perSample) {
    use.checkMine();
    if (!answered || lastMode != Mode.TRAINING) {
      throw new IllegalStateException(
          "`%s` holds no training pass: members have outputs after trainingPass, until another batch is fed"
              .formatted(spec.name()));
    }
    return engine.activation(member)
        .map(memory -> Tensor.of(memory, 0, perSample.times(engine.batch())));
  }

  /**
   * How many answers of the last training pass were right.
   *
   * @throws IllegalStateException if the last pass was none of training
   */
  public final Tally tally() {
    use.checkMine();
    if (!answered || lastMode != Mode.TRAINING) {
      throw new IllegalStateException(
          "`%s` holds no training pass to count right answers of: call trainingPass first"
              .formatted(spec.name()));
    }
    return engine.tally();
  }

  /** The answers of the last pass, if there are any and the calling thread may read them. */
  private Memory answer(OutputSpec output) {
    use.checkMine();
    if (!answered) {
      throw new IllegalStateException(
          fed == 0
              ? "`%s` has answered nothing yet: run a pass first".formatted(spec.name())
              : "`%s` has not answered the batch it was fed: run a pass, to its end"
                  .formatted(spec.name()));
    }
    return engine.output(lastMode, output);
  }

  /** Number of samples fed last; 0 before the first. */
  public final int samples() {
    use.checkOpen();
    return fed;
  }

  /** A copy of the last pass's logits, {@code [n][classes]}, or {@code [n][t][classes]}. */
  public final float[] lastLogits() {
    float[] logits = answer(spec.logits()).toArray();
    use.checkMine(); // nobody has begun to overwrite them meanwhile
    return logits;
  }

  /**
   * The predicted class of a sample of the last pass; {@link Decision} says what that is for each loss.
   *
   * @throws IllegalArgumentException if the pass had no such sample
   * @throws IllegalStateException before any pass, or if the network's answer is not one class
   */
  public final int predicted(int sample) {
    return decision.of(answerOf(sample), 0);
  }

  /** The predicted class at a position of a sample of the last pass. */
  public final int predicted(int sample, int position) {
    return decision.of(answerOf(sample), 0, position);
  }

  /**
   * Which labels a network with binary cross-entropy says yes to, of a sample of the last pass, in stored order.
   */
  public final boolean[] predictedLabels(int sample) {
    return decision.labels(answerOf(sample), 0);
  }

  private float[] answerOf(int sample) {
    Memory answers = answer(spec.logits());
    if (sample < 0 || sample >= fed) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "there is no sample %d: the last pass of `%s` had %d, from 0 on", sample,
              spec.name(), fed));
    }
    float[] answer = new float[spec.logits().layout().size()];
    answers.read(sample * answer.length, answer, 0, answer.length);
    use.checkMine();
    return answer;
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

  /** The seed. */
  public final long seed() {
    return seed;
  }

  /** Continues the random masks of another run. */
  public final void resumeMasks(long ofSeed, long afterPasses) {
    seed = ofSeed;
    trainingPasses = afterPasses;
  }
}
