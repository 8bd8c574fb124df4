package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the weights of contractions lie once they are packed for the CPU, behind the planned workspace.
 *
 * <p>Training packs them right before each use, since every step changes them, so one place serves all.
 * Inference packs them when it folds, so each has a place of its own.
 */
final class Packing {
  /** Floats of a cache line. */
  private static final long ALIGNMENT = 16;

  private final Map<Launch, Long> offsets = new IdentityHashMap<>();
  private final long trainingFloats;
  private final long inferenceFloats;

  Packing(Program program) {
    long shared = aligned(program.trainingMemory().workspaceFloats());
    long largest = 0;
    for (Launch launch : Stream.concat(program.forward().stream(), program.backward().stream())
        .toList()) {
      long floats = packedFloats(launch);
      if (floats > 0) {
        offsets.put(launch, shared);
        largest = Math.max(largest, floats);
      }
    }
    trainingFloats = shared + largest;
    long next = aligned(program.inferenceMemory().workspaceFloats());
    for (Launch launch : program.inference()) {
      long floats = packedFloats(launch);
      if (floats > 0) {
        offsets.put(launch, next);
        next = aligned(next + floats);
      }
    }
    inferenceFloats = next;
  }

  private static long packedFloats(Launch launch) {
    return launch.kernel() instanceof ContractionKernel kernel
        ? KernelText.source(kernel, "").packedFloats()
        : 0;
  }

  private static long aligned(long offset) {
    return Math.ceilDiv(offset, ALIGNMENT) * ALIGNMENT;
  }

  boolean isPacked(Launch launch) {
    return offsets.containsKey(launch);
  }

  /** Where {@code launch} finds its packed weights in the workspace. */
  long offset(Launch launch) {
    Long offset = offsets.get(launch);
    if (offset == null) {
      throw new IllegalStateException(launch + " reads its weights as they are stored");
    }
    return offset;
  }

  /** Floats of workspace that training needs, packed weights included. */
  long trainingFloats() {
    return trainingFloats;
  }

  /** Floats of workspace that inference needs, packed weights included. */
  long inferenceFloats() {
    return inferenceFloats;
  }

  /** The launches of {@code launches} that read packed weights. */
  List<Launch> packed(List<Launch> launches) {
    return launches.stream().filter(this::isPacked).toList();
  }
}
