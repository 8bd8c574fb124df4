package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.spec.StateSpec;

/**
 * The arrays that a program works on, and where its kernels run; only this room makes and reads them.
 *
 * <p>For inference there are no gradients, and passes that run at the same time share all but the activations.
 */
public final class CpuMemory {
  private static final int VALUES_PER_UNIT = 1 << 14;

  /** Some room must be left for the objects of the first pass. */
  private static final int HEADROOM_BYTES = 1 << 20;

  final NetworkSpec spec;
  final CpuPlan plan;
  final CpuDevice cpu;
  final int batch;
  final float[] activations;
  final float[] workspace;
  final float[] parameters;
  final float[] gradients;
  final float[] states;

  private CpuMemory(
      NetworkSpec spec,
      CpuPlan plan,
      CpuDevice cpu,
      int batch,
      float[] activations,
      float[] workspace,
      float[] parameters,
      float[] gradients,
      float[] states) {
    this.spec = spec;
    this.plan = plan;
    this.cpu = cpu;
    this.batch = batch;
    this.activations = activations;
    this.workspace = workspace;
    this.parameters = parameters;
    this.gradients = gradients;
    this.states = states;
  }

  /**
   * For training and inference, with fresh parameters.
   *
   * @throws NetworkMemoryException if they do not fit into arrays or the heap
   */
  static CpuMemory fresh(NetworkSpec spec, CpuPlan plan, CpuDevice cpu, int batch, long seed) {
    Buffers buffers = new Buffers(spec, batch, "train", n -> plan.trainingBytes(spec, n));
    return buffers.within(
        () -> {
          long perSample =
              Math.max(plan.training().floatsPerSample(), plan.inference().floatsPerSample());
          long fixed = Math.max(plan.training().fixedFloats(), plan.inference().fixedFloats());
          CpuMemory memory =
              new CpuMemory(
                  spec,
                  plan,
                  cpu,
                  batch,
                  buffers.activations(perSample),
                  Buffers.floats(fixed),
                  Buffers.floats(spec.parameterFloats()),
                  Buffers.floats(spec.parameterFloats()),
                  Buffers.floats(spec.stateFloats()));
          memory.draw(seed);
          Buffers.probe(HEADROOM_BYTES);
          return memory;
        });
  }

  /** For inference alone; parameters and statistics are zero until they are written. */
  static CpuMemory forInference(NetworkSpec spec, CpuPlan plan, CpuDevice cpu, int batch) {
    Buffers buffers = new Buffers(spec, batch, "predict", n -> plan.inferenceBytes(spec, n));
    return buffers.within(
        () -> {
          CpuMemory memory =
              new CpuMemory(
                  spec,
                  plan,
                  cpu,
                  batch,
                  buffers.activations(plan.inference().floatsPerSample()),
                  Buffers.floats(plan.inference().fixedFloats()),
                  Buffers.floats(spec.parameterFloats()),
                  new float[0],
                  Buffers.floats(spec.stateFloats()));
          cpu.reserveScratch(plan.scratchFloats());
          Buffers.probe(HEADROOM_BYTES);
          return memory;
        });
  }

  /** The same weights, for another pass of inference at the same time as this one's. */
  CpuMemory sharingWeights(CpuDevice lane) {
    long perSample = plan.inference().floatsPerSample();
    Buffers buffers =
        new Buffers(
            spec, batch, "predict once more at a time", n -> Float.BYTES * perSample * n);
    return buffers.within(
        () -> {
          lane.reserveScratch(plan.scratchFloats());
          return new CpuMemory(
              spec,
              plan,
              lane,
              batch,
              buffers.activations(perSample),
              workspace,
              parameters,
              gradients,
              states);
        });
  }

  /** Gives every parameter and state its initial values. */
  private void draw(long seed) {
    cpu.reserveScratch(plan.scratchFloats());
    for (int i = 0; i < spec.parameters().size(); i++) {
      int index = i;
      ParameterSpec parameter = spec.parameters().get(i);
      float[] published = new float[parameter.size()];
      cpu.forEach(
          Math.ceilDiv(published.length, VALUES_PER_UNIT),
          (from, to, scratch) -> parameter
              .initializer()
              .draw(
                  seed,
                  index,
                  from * VALUES_PER_UNIT,
                  (int) Math.min((long) to * VALUES_PER_UNIT, published.length),
                  published));
      parameter.layout().store(published, 0, parameters, parameter.offset());
    }
    for (StateSpec state : spec.states()) {
      float[] initial = new float[state.size()];
      state.initializer().draw(seed, 0, 0, state.size(), initial);
      System.arraycopy(initial, 0, states, state.offset(), state.size());
    }
  }
}
