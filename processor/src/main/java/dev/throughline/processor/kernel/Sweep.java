package dev.throughline.processor.kernel;

import dev.throughline.processor.kernel.Kernel.Unit;
import java.util.List;

/**
 * Calls of kernels that share one launch: a task goes through all of them, a few samples at a time where work is divided by
 * samples.
 *
 * @param samples that go through all calls together, if there are several
 */
public record Sweep(List<Launch> calls, int samples) {
  public Sweep {
    calls = List.copyOf(calls);
    if (calls.stream().map(call -> call.kernel().unit()).distinct().count() != 1) {
      throw new IllegalArgumentException("one launch is divided in two ways: " + calls);
    }
  }

  /** How the work of all calls is divided. */
  public Unit unit() {
    return calls.getFirst().kernel().unit();
  }
}
