package dev.throughline.runtime.spec;

/** Which of a network's two programs runs. */
public enum Mode {
  /** Batch statistics, masks, loss and gradients. */
  TRAINING,
  /** Running statistics folded into weights, no masks, logits only. */
  INFERENCE
}
