package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.network.Network;

/**
 * The Euclidean norm of all gradients together: squares summed in double within blocks of fixed
 * size, the blocks' sums added in order, so that it does not depend on the number of threads.
 */
public final class GradientNorm {
  private static final int BLOCK = 1 << 12;

  private GradientNorm() {}

  /** The norm of the network's gradients. */
  public static double of(Network network) {
    float[] gradients = network.flatGradients();
    double[] partial = new double[Math.ceilDiv(gradients.length, BLOCK)];
    network
        .device()
        .forEach(
            partial.length,
            (from, to, scratch) -> {
              for (int block = from; block < to; block++) {
                partial[block] = squares(gradients, block * BLOCK);
              }
            });
    double sum = 0;
    for (double block : partial) {
      sum += block;
    }
    return Math.sqrt(sum);
  }

  private static double squares(float[] values, int from) {
    int to = from + Math.min(values.length - from, BLOCK);
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) values[i] * values[i];
    }
    return sum;
  }
}
