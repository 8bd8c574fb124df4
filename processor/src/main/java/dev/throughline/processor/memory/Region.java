package dev.throughline.processor.memory;

/** The arrays of a network. */
public enum Region {
  /** Scales with the batch; planned by liveness. */
  ACTIVATIONS,
  /** Does not scale with the batch; planned by liveness. */
  WORKSPACE,
  PARAMETERS,
  GRADIENTS,
  STATES;

  /** Whether what lies there is planned by liveness, for each mode anew. */
  public boolean isPlanned() {
    return this == ACTIVATIONS || this == WORKSPACE;
  }
}
