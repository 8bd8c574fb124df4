package dev.throughline.runtime.network;

import dev.throughline.runtime.device.CpuDevice;
import dev.throughline.runtime.device.Device;

/**
 * The arrays that a generated program works on, and where its kernels run; only this room makes and reads them.
 *
 * <p>For inference there are no gradients, and passes that run at the same time share all but the activations.
 */
public final class NetworkMemory {
  private static final int VALUES_PER_UNIT = 1 << 14;

  /** Some room must be left for the objects of the first pass. */
  private static final int HEADROOM_BYTES = 1 << 20;

  final NetworkSpec spec;
  final CpuDevice cpu;
  final int batch;
  final long seed;
  final float[] activations;
  final float[] workspace;
  final float[] parameters;
  final float[] gradients;
  final float[] states;

  private NetworkMemory(
      NetworkSpec spec,
      CpuDevice cpu,
      int batch,
      long seed,
      float[] activations,
      float[] workspace,
      float[] parameters,
      float[] gradients,
      float[] states) {
    this.spec = spec;
    this.cpu = cpu;
    this.batch = batch;
    this.seed = seed;
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
  static NetworkMemory fresh(NetworkSpec spec, Device device, int batch, long seed) {
    CpuDevice cpu = onCpu(device);
    Buffers buffers = new Buffers(spec, batch, "train", spec::trainingBytes);
    return buffers.within(
        () -> {
          long perSample =
              Math.max(spec.training().floatsPerSample(), spec.inference().floatsPerSample());
          long fixed = Math.max(spec.training().fixedFloats(), spec.inference().fixedFloats());
          NetworkMemory memory =
              new NetworkMemory(
                  spec,
                  cpu,
                  batch,
                  seed,
                  buffers.activations(perSample),
                  Buffers.floats(fixed),
                  Buffers.floats(spec.parameterFloats()),
                  Buffers.floats(spec.parameterFloats()),
                  Buffers.floats(spec.stateFloats()));
          memory.draw();
          Buffers.probe(HEADROOM_BYTES);
          return memory;
        });
  }

  /** For inference alone; parameters and statistics are zero until they are read from a file. */
  static NetworkMemory forInference(NetworkSpec spec, Device device, int batch) {
    CpuDevice cpu = onCpu(device);
    Buffers buffers = new Buffers(spec, batch, "predict", spec::inferenceBytes);
    return buffers.within(
        () -> {
          NetworkMemory memory =
              new NetworkMemory(
                  spec,
                  cpu,
                  batch,
                  0,
                  buffers.activations(spec.inference().floatsPerSample()),
                  Buffers.floats(spec.inference().fixedFloats()),
                  Buffers.floats(spec.parameterFloats()),
                  new float[0],
                  Buffers.floats(spec.stateFloats()));
          cpu.reserveScratch(spec.scratchFloats());
          Buffers.probe(HEADROOM_BYTES);
          return memory;
        });
  }

  /** The same weights, for another pass of inference at the same time as this one's. */
  NetworkMemory sharingWeights(CpuDevice lane) {
    long perSample = spec.inference().floatsPerSample();
    Buffers buffers =
        new Buffers(
            spec, batch, "predict once more at a time", n -> Float.BYTES * perSample * n);
    return buffers.within(
        () -> {
          lane.reserveScratch(spec.scratchFloats());
          return new NetworkMemory(
              spec,
              lane,
              batch,
              0,
              buffers.activations(perSample),
              workspace,
              parameters,
              gradients,
              states);
        });
  }

  private static CpuDevice onCpu(Device device) {
    return switch (device) {
      case CpuDevice cpu -> cpu;
    };
  }

  /** Gives every parameter and state its initial values. */
  private void draw() {
    cpu.reserveScratch(spec.scratchFloats());
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
