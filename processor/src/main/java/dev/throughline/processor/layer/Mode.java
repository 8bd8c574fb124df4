package dev.throughline.processor.layer;

/** The two graphs of a network. */
public enum Mode {
  /** With batch statistics, dropout, updates of running statistics, and a loss. */
  TRAINING,
  /** With running statistics; ends in the logits. */
  INFERENCE
}
