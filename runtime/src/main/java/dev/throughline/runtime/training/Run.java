package dev.throughline.runtime.training;

import dev.throughline.runtime.network.Network;
import java.nio.file.Path;
import java.util.List;

/** A run of a trainer, as its listeners see it. */
public interface Run {
  /** The network. */
  Network network();

  /** Epochs of the whole run. */
  int epochs();

  /** Whether epochs are evaluated on a test set, so that their reports have a test score. */
  default boolean evaluates() {
    return true;
  }

  /** Epochs that are complete. */
  int epochsDone();

  /** Steps of one epoch. */
  int stepsPerEpoch();

  /** Steps made in the current epoch. */
  int stepsInEpoch();

  /** Steps made in the whole run. */
  long steps();

  /** Mean over the steps made in the current epoch; NaN before the first. */
  Score soFar();

  /** All complete epochs, those before a resumption included. */
  List<EpochReport> history();

  /**
   * Writes a checkpoint from which a run continues bit for bit. An older file of that name stays if it is
   * not written.
   *
   * @throws dev.throughline.runtime.checkpoint.CheckpointException if it cannot be written
   * @throws TrainingException if the run has diverged: no run could continue from it
   */
  void save(Path path);

  /**
   * Ends the run after the step or epoch that was just reported. May be called from any thread: the step
   * under way is the last one then.
   */
  void stop(String reason);
}
