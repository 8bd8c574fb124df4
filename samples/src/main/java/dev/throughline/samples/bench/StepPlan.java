package dev.throughline.samples.bench;

import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.NetworkSpec;
import java.util.List;

/**
 * What is to be timed.
 *
 * @param network ours; peers are asked for one of the same name
 * @param mode what a step does
 * @param batch samples in a step
 * @param threads of each side
 * @param rounds turns of each side
 * @param seconds that a turn takes at least
 * @param warmUp seconds that each side runs before its first turn
 * @param avx2 whether all sides are held to AVX2
 * @param python the interpreter that may have PyTorch
 * @param javaOptions further options of our own Java
 */
public record StepPlan(
    NetworkSpec network,
    StepMode mode,
    int batch,
    int threads,
    int rounds,
    double seconds,
    double warmUp,
    boolean avx2,
    String python,
    List<String> javaOptions) {

  public StepPlan {
    javaOptions = List.copyOf(javaOptions);
  }

  /** Whether the optimiser is AdamW, as texts are trained, and not SGD with momentum, as images are. */
  static boolean readsTokens(NetworkSpec network) {
    return network.inputs().stream().anyMatch(InputSpec::isIndices);
  }
}
