package dev.throughline.runtime.listener;

import dev.throughline.runtime.device.LayerMeasurement;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.LayerSpec;
import dev.throughline.runtime.tensor.Memory;
import dev.throughline.runtime.training.StepReport;
import java.util.ArrayList;
import java.util.List;

/**
 * How the gradient flowed in one step.
 *
 * @param epoch number of the epoch, from 1
 * @param step number of the step within the run, from 1
 * @param layers in order of declaration, as {@link
 *     dev.throughline.runtime.spec.NetworkSpec#layers()}
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
  static FlowMeasurement of(Network network, StepReport step, Memory weightsBefore) {
    List<LayerSpec> specs = network.spec().layers();
    List<LayerMeasurement> measured = network.measure(weightsBefore);
    List<LayerFlow> layers = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      LayerMeasurement one = measured.get(i);
      layers.add(
          new LayerFlow(
              specs.get(i).name(), one.gradient(), one.activation(), one.dead(), one.update()));
    }
    return new FlowMeasurement(step.epoch(), step.step(), layers);
  }
}
