package dev.throughline.runtime.network;

import dev.throughline.runtime.device.CpuDevice;

/** What the compiler writes of a network, and the buffers that it works on; {@link Network} runs it. */
abstract class GeneratedProgram {
  /**
   * {@code capacity × } the larger mode's floats per sample, or inference's alone; see {@link MemorySpec}. A
   * pass of inference writes here and nowhere else, so passes at the same time may share all other arrays.
   */
  protected final float[] activations;

  /** Memory that does not grow with the batch, shared by both modes; in inference, folded and packed weights. */
  protected final float[] workspace;

  /** All parameters, at the offsets of {@link NetworkSpec#parameters()}. */
  protected final float[] parameters;

  /**
   * Gradients of the mean loss, at the offsets of the parameters; each backward overwrites them. Empty where
   * there is only inference.
   */
  protected final float[] gradients;

  /** Running statistics, at the offsets of {@link NetworkSpec#states()}. */
  protected final float[] states;

  /** Capacity: the largest batch. */
  protected final int batch;

  /** Where kernels run. */
  protected final CpuDevice cpu;

  /** Works on these arrays. */
  GeneratedProgram(NetworkMemory memory) {
    this.batch = memory.batch;
    this.cpu = memory.cpu;
    this.activations = memory.activations;
    this.workspace = memory.workspace;
    this.parameters = memory.parameters;
    this.gradients = memory.gradients;
    this.states = memory.states;
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
