package dev.throughline.processor.schedule;

import java.util.List;

/**
 * Steps that run in one launch.
 *
 * <p>Where work is divided by samples, a thread takes a few samples through all steps before it takes the next few: what
 * one step passes on to another is then still in the second-level cache. No result depends on it, as no step reads
 * another sample's values.
 *
 * @param samples that go through all steps together, where work is divided by samples
 */
public record Sweep(List<Step> steps, int samples) {
  public Sweep {
    steps = List.copyOf(steps);
  }

  /** How the work of all steps is shared out. */
  public Division division() {
    return steps.getFirst().division();
  }
}
