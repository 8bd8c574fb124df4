package dev.throughline.runtime.device;

import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.Mode;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.OutputSpec;
import dev.throughline.runtime.tensor.Memory;
import java.util.List;
import java.util.Optional;

/**
 * A network in the memory of a device: what runs it, behind {@code Network}.
 *
 * <p>Calls take effect in their order. Those that return nothing may return before they are done; those that return
 * numbers, and reading of a {@link Memory}, wait for all before them. An engine serves one caller at a time and trusts
 * it: feeds were checked, and a pass is run on what was fed in its mode.
 */
public interface Engine extends AutoCloseable {
  /** The network in numbers. */
  NetworkSpec spec();

  /** Where it runs. */
  Device device();

  /** Capacity: the largest batch. */
  int batch();

  /** Bytes of all memory of its own; what it shares is the other engine's. */
  long bytes();

  // Passes.

  /** Takes {@code count} samples of a batch, from the sample {@code first} on, for the next pass in this mode. */
  void feed(Mode mode, Feed samples, int first, int count);

  /**
   * Computes activations, answers and losses of the samples fed, and updates the running statistics.
   *
   * @param maskSeed key of the random masks of this forward and its backward
   */
  void forward(long maskSeed);

  /** Overwrites the gradients with those of the sum of all losses, each by its weight, of the last forward. */
  void backward();

  /** Derives from parameters and running statistics what inference needs; due whenever they have changed. */
  void fold();

  /** Computes the answers to the samples fed, with the running statistics. */
  void infer();

  // What a pass leaves.

  /** A loss of the last forward, by its place in {@link NetworkSpec#losses()}: its mean over the batch, unweighted. */
  float loss(int index);

  /** The answers of the last pass, which was one in this mode: the samples fed, in stored order, and no more. */
  Memory output(Mode mode, OutputSpec output);

  /**
   * What a member made in the last forward, {@link #batch()} samples in stored order, of which those beyond the samples
   * fed are older; nothing if that is not kept.
   */
  Optional<Memory> activation(String member);

  /**
   * Counts the right answers of the last forward, as the network's last loss understands right; no answers at all if
   * it compares numbers.
   */
  Tally tally();

  // Parameters, gradients, statistics.

  /** One of the flat regions, live. */
  Memory memory(Region region);

  /** Sets all gradients to zero. */
  void zeroGradients();

  /**
   * Euclidean norm of a region: squares summed in double within blocks of 4,096, the blocks' sums added in order.
   * Always the same bits for the same numbers.
   */
  double norm(Region region);

  /**
   * Moves every gradient into {@code ± limit}.
   *
   * @return a gradient that was not finite, if there was one; nothing can be relied on then
   */
  Optional<Float> clip(float limit);

  // Optimisers.

  /**
   * Memory beside the parameters, each as large as they are and zero at first; given back when nobody holds it.
   *
   * @param holder begins the sentence if there is no room: whose it is, such as "the optimiser `adamw`"
   * @throws NetworkMemoryException if there is no room
   */
  List<Memory> reserve(int count, String holder);

  /**
   * Changes the parameters by one step of an optimiser.
   *
   * @throws DeviceException if the network was compiled without this optimiser, or needs a number or slot that the step
   *     does not bring
   */
  void update(UpdateStep step);

  // Measurements.

  /** Copies the parameters to memory of {@link #reserve}. */
  void keepParameters(Memory into);

  /**
   * Measures each of {@link NetworkSpec#layers()} after a step.
   *
   * @param before the parameters before it, of {@link #keepParameters}
   */
  List<LayerMeasurement> measure(Memory before);

  // Several at once.

  /**
   * An engine for inference on the same parameters, statistics and folded weights, which may run at the same time as
   * this one if this was opened so; neither may change them from here on.
   *
   * @throws NetworkMemoryException if there is no room for its activations
   */
  Engine beside();

  /** Gives memory back that nobody else can; the device stays open. Closing twice is closing once. */
  @Override
  void close();
}
