package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.network.Network;
import java.util.Optional;

/** Keeps gradients within bounds before a step. */
public sealed interface Clipping {
  /**
   * Prepares the gradients and returns the factor that the step must put on them.
   *
   * @throws ArithmeticException if the gradients are to be clipped but are not finite: no bound makes them
   *     right again
   */
  float prepare(Network network);

  /** Leaves gradients as they are. */
  static Clipping none() {
    return new None();
  }

  /** Scales all gradients so that their common Euclidean norm is at most {@code limit}. */
  static Clipping norm(float limit) {
    return new Norm(limit);
  }

  /** Moves every gradient into {@code ± limit}. */
  static Clipping value(float limit) {
    return new Value(limit);
  }

  /** See {@link #none()}. */
  record None() implements Clipping {
    @Override
    public float prepare(Network network) {
      return 1;
    }
  }

  /** See {@link #norm}. */
  record Norm(float limit) implements Clipping {
    public Norm {
      Numbers.positive("the limit of the gradient norm", limit);
    }

    @Override
    public float prepare(Network network) {
      double norm = network.gradientNorm();
      if (!Double.isFinite(norm)) {
        throw new ArithmeticException("the norm of the gradients is %s".formatted(norm));
      }
      return norm > limit ? (float) (limit / norm) : 1;
    }
  }

  /** See {@link #value}. */
  record Value(float limit) implements Clipping {
    public Value {
      Numbers.positive("the limit of gradients", limit);
    }

    @Override
    public float prepare(Network network) {
      Optional<Float> bad = network.clipGradients(limit);
      if (bad.isPresent()) {
        throw new ArithmeticException("a gradient is %s".formatted(bad.get()));
      }
      return 1;
    }
  }
}
