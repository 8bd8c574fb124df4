package dev.throughline.runtime.listener;

import dev.throughline.runtime.network.LayerSpec;
import dev.throughline.runtime.network.LayerSpec.ActivationSpec;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.ParameterSpec;
import dev.throughline.runtime.training.StepReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the gradient flowed in one step.
 *
 * @param epoch number of the epoch, from 1
 * @param step number of the step within the run, from 1
 * @param layers in order of declaration, as {@link
 *     dev.throughline.runtime.network.NetworkSpec#layers()}
 */
public record FlowMeasurement(int epoch, long step, List<LayerFlow> layers) {
  public FlowMeasurement {
    layers = List.copyOf(layers);
  }

  /**
   * One layer in one step.
   *
   * @param layer its name, such as {@code stage1.0.conv1}
   * @param gradient Euclidean norm of the gradient of its weights
   * @param activation Euclidean norm of what it makes of one sample, in the root mean square over the batch;
   *     NaN if that only exists inside a kernel
   * @param dead share of its features that are zero everywhere, for every sample of the batch: a feature is a
   *     channel of an image, or a unit of a vector; NaN if what is kept is not the result of a ReLU
   * @param update Euclidean norm of the change of its weights over that of the weights; 0.001 is usual
   */
  public record LayerFlow(
      String layer, double gradient, double activation, double dead, double update) {}

  /** Measures the step that was just made. */
  static FlowMeasurement of(Network network, StepReport step, float[] weightsBefore) {
    List<LayerSpec> specs = network.spec().layers();
    LayerFlow[] layers = new LayerFlow[specs.size()];
    // Each layer is added up by one thread, so that no sum depends on how many there are.
    network
        .device()
        .forEach(
            layers.length,
            (from, to, scratch) -> {
              for (int i = from; i < to; i++) {
                layers[i] = measure(network, specs.get(i), step.samples(), weightsBefore);
              }
            });
    return new FlowMeasurement(step.epoch(), step.step(), new ArrayList<>(Arrays.asList(layers)));
  }

  private static LayerFlow measure(
      Network network, LayerSpec layer, int samples, float[] weightsBefore) {
    ParameterSpec weights = network.spec().parameter(layer.weight()).orElseThrow();
    ActivationSpec kept = layer.activation();
    int from = kept.at() * network.batch();
    float[] all = network.flatActivations();
    return new LayerFlow(
        layer.name(),
        network.gradient(layer.weight()).norm(),
        kept.isKept() ? norm(all, from, samples * kept.floats()) / Math.sqrt(samples) : Double.NaN,
        kept.isKept() && kept.rectified()
            ? dead(all, from, samples * kept.floats(), kept.features())
            : Double.NaN,
        update(weights, network.flatParameters(), weightsBefore));
  }

  private static double norm(float[] values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }

  private static double dead(float[] values, int from, int count, int features) {
    boolean[] alive = new boolean[features];
    for (int row = from; row < from + count; row += features) {
      for (int k = 0; k < features; k++) {
        alive[k] |= values[row + k] != 0;
      }
    }
    int dead = 0;
    for (boolean one : alive) {
      dead += one ? 0 : 1;
    }
    return (double) dead / features;
  }

  private static double update(ParameterSpec weights, float[] after, float[] before) {
    double moved = 0;
    int to = weights.offset() + weights.size();
    for (int i = weights.offset(); i < to; i++) {
      double change = (double) after[i] - before[i];
      moved += change * change;
    }
    return Math.sqrt(moved) / norm(before, weights.offset(), weights.size());
  }
}
