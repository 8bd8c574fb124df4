package dev.throughline.runtime.device;

/** What an {@link Engine} keeps from pass to pass, each flat, at the offsets that the network's description says. */
public enum Region {
  /** Trainable parameters. */
  PARAMETERS,
  /** Gradients of the mean loss, at the offsets of the parameters; empty where there is only inference. */
  GRADIENTS,
  /** Running statistics. */
  STATES
}
