package dev.throughline.runtime.network;

import dev.throughline.runtime.device.CpuDevice;
import dev.throughline.runtime.device.Device;

/** What the compiler writes of a network, and the buffers that it works on; {@link Network} runs it. */
abstract class GeneratedProgram {
  private static final int VALUES_PER_UNIT = 1 << 14;

  /** {@code capacity × } the larger mode's floats per sample; see {@link MemorySpec}. */
  protected final float[] activations;

  /** Memory that does not grow with the batch, shared by both modes. */
  protected final float[] workspace;

  /** All parameters, at the offsets of {@link NetworkSpec#parameters()}. */
  protected final float[] parameters;

  /** Gradients of the mean loss, at the offsets of the parameters; each backward overwrites them. */
  protected final float[] gradients;

  /** Running statistics, at the offsets of {@link NetworkSpec#states()}. */
  protected final float[] states;

  /** Capacity: the largest batch. */
  protected final int batch;

  /** Where kernels run. */
  protected final CpuDevice cpu;

  /**
   * Allocates all buffers.
   *
   * @param batch capacity
   */
  GeneratedProgram(NetworkSpec spec, Device device, int batch) {
    this.batch = batch;
    this.cpu =
        switch (device) {
          case CpuDevice onCpu -> onCpu;
        };
    this.activations = Buffers.activations(spec, batch);
    this.workspace =
        Buffers.allocate(
            spec,
            batch,
            Math.max(spec.training().fixedFloats(), spec.inference().fixedFloats()));
    this.parameters = Buffers.allocate(spec, batch, spec.parameterFloats());
    this.gradients = Buffers.allocate(spec, batch, spec.parameterFloats());
    this.states = Buffers.allocate(spec, batch, spec.stateFloats());
    cpu.reserveScratch(spec.scratchFloats());
  }

  /** Gives every parameter its initial values. */
  static void drawParameters(
      NetworkSpec spec, long seed, CpuDevice cpu, float[] parameters) {
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
  }

  /** Gives every state its initial values. */
  static void drawStates(NetworkSpec spec, long seed, float[] states) {
    for (StateSpec state : spec.states()) {
      float[] initial = new float[state.size()];
      state.initializer().draw(seed, 0, 0, state.size(), initial);
      System.arraycopy(initial, 0, states, state.offset(), state.size());
    }
  }

  /** Computes activations, logits and per-sample losses of the {@code n} samples fed. */
  protected abstract void trainingForward(int n);

  /** Overwrites {@link #gradients} with those of the mean loss of the last training forward. */
  protected abstract void trainingBackward(int n);

  /** Recomputes folded weights; called before inference if weights or statistics changed. */
  protected abstract void foldForInference();

  /** Computes the logits of the {@code n} samples fed. */
  protected abstract void inferenceForward(int n);

  /**
   * One step of SGD over the flat buffers.
   *
   * <pre>
   * g = gradientScale · gradient + weightDecay · w
   * velocity = momentum · velocity + (1 - dampening) · g
   * w = w - rate · (nesterov ? g + momentum · velocity : velocity)
   * </pre>
   */
  protected abstract void sgdStep(
      float[] velocity,
      float rate,
      float momentum,
      float dampening,
      float weightDecay,
      boolean nesterov,
      float gradientScale);

  /**
   * One step of AdamW (Loshchilov and Hutter 2019, algorithm 2) over the flat buffers.
   *
   * <pre>
   * g = gradientScale · gradient
   * first = beta1 · first + (1 - beta1) · g
   * second = beta2 · second + (1 - beta2) · g²
   * w = w - rate · weightDecay · w
   * w = w - rate · (first / correction1) / (√(second / correction2) + epsilon)
   * </pre>
   */
  protected abstract void adamWStep(
      float[] first,
      float[] second,
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      float correction1,
      float correction2,
      float gradientScale);
}
