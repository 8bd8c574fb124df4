package dev.throughline.runtime.optimizer;

import dev.throughline.runtime.device.CpuDevice;
import dev.throughline.runtime.network.Network;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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
      double norm = GradientNorm.of(network);
      if (!Double.isFinite(norm)) {
        throw new ArithmeticException("the norm of the gradients is %s".formatted(norm));
      }
      return norm > limit ? (float) (limit / norm) : 1;
    }
  }

  /** See {@link #value}. */
  record Value(float limit) implements Clipping {
    private static final int VALUES_PER_UNIT = 1 << 13;

    public Value {
      Numbers.positive("the limit of gradients", limit);
    }

    @Override
    public float prepare(Network network) {
      float[] gradients = network.flatGradients();
      CpuDevice cpu = network.device();
      AtomicReference<@Nullable Float> bad = new AtomicReference<>();
      cpu.forEach(
          Math.ceilDiv(gradients.length, VALUES_PER_UNIT),
          (from, to, scratch) -> {
            int end = (int) Math.min(gradients.length, (long) to * VALUES_PER_UNIT);
            for (int i = from * VALUES_PER_UNIT; i < end; i++) {
              if (!Float.isFinite(gradients[i])) {
                bad.set(gradients[i]);
              }
              gradients[i] = Math.clamp(gradients[i], -limit, limit);
            }
          });
      if (bad.get() != null) {
        throw new ArithmeticException("a gradient is %s".formatted(bad.get()));
      }
      return 1;
    }
  }
}
