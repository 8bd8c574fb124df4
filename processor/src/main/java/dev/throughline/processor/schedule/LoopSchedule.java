package dev.throughline.processor.schedule;

import java.util.OptionalLong;

/** How loops that map, reduce or move are run on a CPU. */
public final class LoopSchedule {
  /** Elements a task takes where the unit of work is one element. */
  public static final int ELEMENTS_PER_TASK = 4096;

  /** Loops that are always shorter than this stay scalar: no vector of any machine would be full. */
  private static final int FEWEST_LANES = 4;

  private LoopSchedule() {}

  /** Whether a loop that runs at most so often fills a vector. */
  public static boolean fillsLanes(OptionalLong mostSteps) {
    return mostSteps.orElse(0) >= FEWEST_LANES;
  }
}
