package dev.throughline.runtime.network;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.device.CpuDevice;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.WarmUp;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;
import dev.throughline.runtime.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A network with its buffers, on a device; the superclass of every generated network.
 *
 * <p>Images travel features-last, {@code [n][h][w][c]}, normalised. A pass runs the first {@code n}
 * samples of the capacity; larger batches than the capacity are refused. Results do not depend on
 * the number of threads. Not thread-safe; several networks may share a device.
 */
public abstract class Network extends GeneratedProgram implements AutoCloseable {
  private final NetworkSpec spec;
  private long seed;
  private long trainingPasses;
  private Mode lastMode = Mode.TRAINING;
  private int fed;
  private float loss = Float.NaN;
  private final float[] losses;
  private boolean folded;
  private boolean closed;

  /**
   * Allocates all buffers and draws the parameters.
   *
   * @param batch capacity
   * @param seed decides the initial parameters and every random mask
   */
  protected Network(NetworkSpec spec, Device device, int batch, long seed) {
    super(spec, device, batch);
    this.spec = spec;
    this.seed = seed;
    this.losses = new float[spec.losses().size()];
    Arrays.fill(losses, Float.NaN);
    drawParameters(spec, seed, cpu, parameters);
    drawStates(spec, seed, states);
  }

  /** Copies a batch into the network, for a training pass. */
  public final void feed(Feed batchOfAll) {
    Set<String> names = new LinkedHashSet<>();
    spec.inputs().forEach(input -> names.add(input.name()));
    spec.targets().forEach(target -> names.add(target.name()));
    batchOfAll.check(spec.name(), names);
    copyInputs(Mode.TRAINING, batchOfAll);
    for (InputSpec target : spec.targets()) {
      batchOfAll.copy(spec.name(), target, activations, target.trainingAt() * batch);
    }
  }

  /**
   * Copies a batch into a network with one input of ordinary numbers, such as images, and one target of
   * indices, such as classes.
   */
  public final void feed(float[] images, int[] labels, int n) {
    if (spec.targets().size() != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "`%s` has %d targets: give each by its name in a Feed",
              spec.name(), spec.targets().size()));
    }
    feed(images(images, n).indices(spec.targets().getFirst().name(), labels));
  }

  private Feed images(float[] images, int n) {
    if (spec.inputs().size() != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "`%s` has %d inputs: give each by its name in a Feed",
              spec.name(), spec.inputs().size()));
    }
    return Feed.of(n).numbers(spec.inputs().getFirst().name(), images);
  }

  private void copyInputs(Mode mode, Feed from) {
    int n = from.samples();
    if (closed) {
      throw new IllegalStateException("`%s` is closed".formatted(spec.name()));
    }
    if (n < 1 || n > batch) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "a batch of %d does not fit `%s`, which was built for 1 to %d samples at a time", n,
              spec.name(), batch));
    }
    for (InputSpec input : spec.inputs()) {
      from.copy(spec.name(), input, activations, input.at(mode) * batch);
    }
    lastMode = mode;
    fed = n;
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
    trainingPasses++;
    folded = false; // running statistics change, and the workspace is shared
    trainingForward(fed);
    readLosses();
    trainingBackward(fed);
    return loss;
  }

  /** {@link #feed} and {@link #trainingPass()}. */
  public final float trainingPass(float[] images, int[] labels, int n) {
    feed(images, labels, n);
    return trainingPass();
  }

  private void readLosses() {
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      losses[i] = workspace[spec.losses().get(i).valueAt()];
      sum += (double) spec.losses().get(i).weight() * losses[i];
    }
    loss = (float) sum;
  }

  /** Computes the logits of {@code n} images with the running statistics. */
  public final void inferencePass(float[] images, int n) {
    inferencePass(images(images, n));
  }

  /** Computes the answers to a batch, which needs no targets, with the running statistics. */
  public final void inferencePass(Feed batchOfInputs) {
    copyInputs(Mode.INFERENCE, batchOfInputs);
    if (!folded) {
      foldForInference();
      folded = true;
    }
    inferenceForward(fed);
  }

  /** The most likely class of each of {@code n} images. */
  public final int[] predict(float[] images, int n) {
    inferencePass(images, n);
    int[] best = new int[n];
    for (int i = 0; i < n; i++) {
      best[i] = predicted(i);
    }
    return best;
  }

  // Results of the last pass.

  /**
   * What the last training pass trained for: the sum of all losses, each by its weight; NaN before the first
   * pass.
   */
  public final float lastLoss() {
    return loss;
  }

  /** One loss of the last training pass, by its member's path; its mean over the batch, unweighted. */
  public final float lastLoss(String member) {
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
    if (fed == 0) {
      throw new IllegalStateException("`%s` has answered nothing yet".formatted(spec.name()));
    }
    return Tensor.of(activations, output.at(lastMode) * batch, output.layout().times(fed));
  }

  /** Number of samples in the last pass. */
  public final int samples() {
    return fed;
  }

  /** A copy of the last pass's logits, {@code [n][classes]}, or {@code [n][t][classes]}. */
  public final float[] lastLogits() {
    int from = spec.logits().at(lastMode) * batch;
    return Arrays.copyOfRange(
        activations, from, from + fed * spec.logits().layout().size());
  }

  /** The class of the largest logit of a sample of the last pass; the first of equals. */
  public final int predicted(int sample) {
    int from = spec.logits().at(lastMode) * batch + sample * spec.classes();
    int best = 0;
    for (int k = 1; k < spec.classes(); k++) {
      if (activations[from + k] > activations[from + best]) {
        best = k;
      }
    }
    return best;
  }

  // Optimiser steps.

  /** Runs {@link #sgdStep}. */
  public final void applySgd(
      float[] velocity,
      float rate,
      float momentum,
      float dampening,
      float weightDecay,
      boolean nesterov,
      float gradientScale) {
    sgdStep(velocity, rate, momentum, dampening, weightDecay, nesterov, gradientScale);
    folded = false;
  }

  /** Runs {@link #adamWStep}. */
  public final void applyAdamW(
      float[] first,
      float[] second,
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      float correction1,
      float correction2,
      float gradientScale) {
    adamWStep(
        first,
        second,
        rate,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        correction1,
        correction2,
        gradientScale);
    folded = false;
  }

  // Description and views.

  /** The network in numbers. */
  public final NetworkSpec spec() {
    return spec;
  }

  /** The largest batch. */
  public final int batch() {
    return batch;
  }

  /** Where it runs. */
  public final CpuDevice device() {
    return cpu;
  }

  /** A live view on a parameter, by its published name. */
  public final Tensor parameter(String published) {
    return view(parameters, find(published), this::weightsChanged);
  }

  /** A live view on a parameter's gradient, by the parameter's published name. */
  public final Tensor gradient(String published) {
    return view(gradients, find(published), () -> {});
  }

  /** A live view on a running statistic, by its published name. */
  public final Tensor state(String published) {
    StateSpec state =
        spec.state(published)
            .orElseThrow(
                () -> new IllegalArgumentException(
                    "`%s` has no running statistic `%s`".formatted(spec.name(), published)));
    return Tensor.of(states, state.offset(), Layout.of(state.size()), this::weightsChanged);
  }

  private ParameterSpec find(String published) {
    return spec.parameter(published)
        .orElseThrow(
            () -> new IllegalArgumentException(
                "`%s` has no parameter `%s`".formatted(spec.name(), published)));
  }

  private static Tensor view(float[] buffer, ParameterSpec parameter, Runnable afterWrite) {
    return Tensor.of(buffer, parameter.offset(), parameter.layout(), afterWrite);
  }

  /** A live view on an activation of the training program, {@code [capacity, ...]}. */
  final Tensor activation(int perSampleOffset, Layout perSample) {
    return Tensor.of(activations, perSampleOffset * batch, perSample.times(batch));
  }

  /** The flat parameter buffer itself; after writing to it, call {@link #weightsChanged()}. */
  public final float[] flatParameters() {
    return parameters;
  }

  /** The flat gradient buffer itself. */
  public final float[] flatGradients() {
    return gradients;
  }

  /**
   * The flat activation buffer itself: what has offset {@code at} for one sample begins at {@code at ·}
   * {@link #batch()}, sample after sample.
   */
  public final float[] flatActivations() {
    return activations;
  }

  /** The flat running statistics themselves; after writing, call {@link #weightsChanged()}. */
  public final float[] flatStates() {
    return states;
  }

  /** Says that parameters or running statistics were written from outside. */
  public final void weightsChanged() {
    folded = false;
  }

  // Files.

  /**
   * Writes parameters and running statistics to a safetensors file, which appears as a whole or not
   * at all.
   */
  public final void save(Path path) {
    save(path, NameMapping.NONE);
  }

  /** {@link #save(Path)} under the names of another program. */
  public final void save(Path path, NameMapping names) {
    SafetensorsWriter.write(path, Weights.metadata(spec), names.apply(Weights.tensors(this)));
  }

  /**
   * Reads parameters and running statistics from a safetensors file: one of {@link #save}, a
   * checkpoint of a training run, or one that another program wrote with the same names and shapes.
   *
   * @throws CheckpointException if the file is bad or of another network; nothing has changed then
   */
  public final void load(Path path) {
    load(path, NameMapping.NONE);
  }

  /**
   * {@link #load(Path)} of a file with the names of another program.
   *
   * @throws CheckpointException if the file is bad or of another network; nothing has changed then
   */
  public final void load(Path path, NameMapping names) {
    try (SafetensorsReader file = SafetensorsReader.open(path)) {
      Weights.staged(file, this, names).commit();
    }
  }

  // Randomness.

  /** The key of this training pass's random masks; forward and backward of a pass see the same. */
  protected final long maskSeed() {
    return Philox.derive(seed, Philox.stream(Purpose.MASKS, trainingPasses));
  }

  /** The seed. */
  public final long seed() {
    return seed;
  }

  /** Training passes so far: the counter behind the random masks. */
  public final long trainingPasses() {
    return trainingPasses;
  }

  /** Continues the random masks of another run. */
  public final void resumeMasks(long ofSeed, long afterPasses) {
    seed = ofSeed;
    trainingPasses = afterPasses;
  }

  /** Ends the network's use; its device stays open. */
  @Override
  public void close() {
    closed = true;
  }

  @Override
  public final String toString() {
    return String.format(Locale.ROOT, "%s, %,d parameters, batch %d, on %s", spec.name(),
        spec.parameterCount(), batch, cpu);
  }
}
