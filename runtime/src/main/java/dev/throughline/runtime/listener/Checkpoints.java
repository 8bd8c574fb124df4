package dev.throughline.runtime.listener;

import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.StepReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes checkpoints, from which {@code Trainer.resume} continues; each replaces the one before it
 * as a whole. A run that has diverged writes none: the last good one stays.
 */
public final class Checkpoints implements Listener {
  private final Path path;
  private final int everySteps;
  private final Optional<Best> best;

  private Checkpoints(Path path, int everySteps, Optional<Best> best) {
    this.path = path;
    this.everySteps = everySteps;
    this.best = best;
  }

  /** After every epoch. */
  public static Checkpoints everyEpoch(Path path) {
    return new Checkpoints(path, 0, Optional.empty());
  }

  /** After every so many steps, and after every epoch. */
  public static Checkpoints everySteps(Path path, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "checkpoints must be at least 1 step apart, not %d", steps));
    }
    return new Checkpoints(path, steps, Optional.empty());
  }

  /** After every epoch that is better than all before it. */
  public static Checkpoints best(Path path, Metric metric) {
    return new Checkpoints(path, 0, Optional.of(new Best(metric)));
  }

  @Override
  public void started(Run run) {
    SafetensorsWriter.check(path); // better told now than after an epoch
    best.ifPresent(b -> b.restart(run));
  }

  @Override
  public void stepEnded(Run run, StepReport report) {
    if (everySteps > 0 && report.step() % everySteps == 0) {
      run.save(path);
    }
  }

  @Override
  public void epochEnded(Run run, EpochReport report) {
    if (best.isEmpty() || best.get().improvedBy(report)) {
      run.save(path);
    }
  }
}
