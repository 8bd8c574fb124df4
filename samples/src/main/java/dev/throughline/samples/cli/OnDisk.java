package dev.throughline.samples.cli;

import dev.throughline.runtime.message.ThroughlineException;
import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.StepReport;
import dev.throughline.runtime.training.TrainingException;
import java.io.UncheckedIOException;

/** A listener that writes files. What the disk refuses it ends the run, and the user is told what to do. */
record OnDisk(Listener writer) implements Listener {

  @Override
  public void started(Run run) {
    guarded(() -> writer.started(run));
  }

  @Override
  public void epochStarted(Run run) {
    guarded(() -> writer.epochStarted(run));
  }

  @Override
  public void stepEnded(Run run, StepReport report) {
    guarded(() -> writer.stepEnded(run, report));
  }

  @Override
  public void epochEnded(Run run, EpochReport report) {
    guarded(() -> writer.epochEnded(run, report));
  }

  @Override
  public void ended(Run run) {
    guarded(() -> writer.ended(run));
  }

  private static void guarded(Runnable write) {
    try {
      write.run();
    } catch (TrainingException e) {
      throw e; // of the run, not of the disk
    } catch (ThroughlineException | UncheckedIOException e) {
      throw new MachineFault(
          Sentences.of(e)
              + "; free some room or choose another --out, and go on from the last checkpoint by"
              + " `train --resume`",
          e);
    }
  }
}
