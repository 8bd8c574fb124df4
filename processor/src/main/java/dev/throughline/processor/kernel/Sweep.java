package dev.throughline.processor.kernel;

import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.schedule.Division;
import java.util.List;

/**
 * Calls of kernels that share one launch: a task goes through all of them, a few samples at a time where work is divided by
 * samples.
 *
 * @param division how the work of all calls is shared out
 * @param samples that go through all calls together, if there are several
 */
public record Sweep(List<Launch> calls, Division division, int samples) {
  public Sweep {
    calls = List.copyOf(calls);
    for (Launch call : calls) {
      if (!suits(call, division)) {
        throw new IllegalArgumentException(
            "%s is launched by %s".formatted(call.kernel().name(), division));
      }
    }
  }

  private static boolean suits(Launch call, Division division) {
    Unit unit = call.kernel().unit();
    return switch (division) {
      case SAMPLE -> unit == Unit.SAMPLE || unit == Unit.SAMPLES;
      case ROWS -> unit == Unit.ROWS;
      case SPLIT -> unit == Unit.SPLIT;
      case ELEMENT -> unit == Unit.ELEMENT;
      case ONCE -> unit == Unit.ONCE || unit == Unit.ELEMENT && tasks(call) == 1;
    };
  }

  /** Into how many tasks a launch by elements is divided. */
  static long tasks(Launch call) {
    return Division.tasks(call.kernel().elements(call.sizes()));
  }

  /** The number of tasks of a launch whose work is not divided by samples. */
  public long tasks() {
    Launch first = calls.getFirst();
    return switch (division) {
      case SAMPLE, ROWS -> throw new IllegalStateException("as many as the batch has, or more");
      case SPLIT -> first.kernel().elements(first.sizes());
      case ELEMENT -> tasks(first);
      case ONCE -> 1;
    };
  }
}
