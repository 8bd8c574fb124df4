package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.Tally;
import dev.throughline.runtime.spec.Decision;
import dev.throughline.runtime.spec.LossSpec;
import dev.throughline.runtime.spec.Mode;
import java.util.Optional;

/** Counts right answers among the activations of a training pass. */
final class CpuTally {
  private final CpuMemory memory;
  private final Decision decision;
  private final Optional<LossSpec> loss;

  CpuTally(CpuMemory memory) {
    this.memory = memory;
    this.decision = Decision.of(memory.spec, memory.spec.logits());
    this.loss = decision.comparedBy();
  }

  Tally count(int samples) {
    if (loss.isEmpty() || decision.perSample() == 0) {
      return new Tally(0, 0);
    }
    int size = memory.spec.logits().layout().size();
    int rows = decision.perSample();
    int answers = memory.batch * memory.plan.outputAt(memory.spec.logits().name(), Mode.TRAINING);
    int targets = memory.batch * memory.plan.inputAt(loss.get().target(), Mode.TRAINING);
    int ignored = loss.get().ignored().orElse(-1);
    long[] right = new long[samples];
    long[] counted = new long[samples];
    memory.cpu.forEach(
        samples,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            for (int row = 0; row < rows; row++) {
              int target = Math.round(memory.activations[targets + i * rows + row]);
              if (target != ignored) {
                counted[i]++;
                int answer = decision.answer(memory.activations, answers + i * size, row);
                right[i] += answer == target ? 1 : 0;
              }
            }
          }
        });
    return new Tally(sum(right), sum(counted));
  }

  private static long sum(long[] parts) {
    long sum = 0;
    for (long part : parts) {
      sum += part;
    }
    return sum;
  }
}
