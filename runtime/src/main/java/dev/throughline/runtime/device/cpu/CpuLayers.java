package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.LayerMeasurement;
import dev.throughline.runtime.kernel.Measures;
import dev.throughline.runtime.spec.LayerSpec;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.tensor.HostMemory;
import dev.throughline.runtime.tensor.Memory;
import org.jspecify.annotations.Nullable;

/**
 * The weighted layers after a step of {@code samples} samples.
 *
 * @param before the parameters before the step
 */
record CpuLayers(CpuMemory memory, Memory before, int samples) {

  LayerMeasurement measure(LayerSpec layer) {
    ParameterSpec weights = memory.spec.parameter(layer.weight()).orElseThrow();
    HostMemory gradients = HostMemory.of(memory.gradients);
    CpuPlan.@Nullable Kept kept = memory.plan.layers().get(layer.name());
    return new LayerMeasurement(
        gradients.norm(weights.offset(), weights.size()),
        kept == null ? Double.NaN : activation(kept),
        kept == null || !kept.rectified() ? Double.NaN : dead(kept),
        update(weights));
  }

  private double activation(CpuPlan.Kept kept) {
    CpuPlan.Rows rows = kept.rows();
    double squares =
        Measures.squares(
            memory.activations, rows.from(memory.batch), samples * kept.count(), rows.width(),
            rows.pitch());
    return Math.sqrt(squares) / Math.sqrt(samples);
  }

  private double dead(CpuPlan.Kept kept) {
    CpuPlan.Rows rows = kept.rows();
    int dead =
        Measures.dead(
            memory.activations, rows.from(memory.batch), samples * kept.count(), rows.width(),
            rows.pitch());
    return (double) dead / rows.width();
  }

  private double update(ParameterSpec weights) {
    float[] old = new float[weights.size()];
    before.read(weights.offset(), old, 0, old.length);
    double moved =
        Measures.squaredChange(memory.parameters, weights.offset(), old, 0, old.length);
    return Math.sqrt(moved) / before.norm(weights.offset(), weights.size());
  }
}
