package dev.throughline.runtime.training;

/**
 * Is told how a run goes. Called on the thread that trains, between steps, in the order in which
 * listeners were added; what a listener throws ends the run. A listener may not begin another run of the
 * same network.
 */
public interface Listener {
  /** The run begins, or goes on from a checkpoint. */
  default void started(Run run) {}

  /** An epoch begins, or goes on from a checkpoint within it. */
  default void epochStarted(Run run) {}

  /** A step was made. */
  default void stepEnded(Run run, StepReport report) {}

  /** An epoch's steps are done, and the network was evaluated. */
  default void epochEnded(Run run, EpochReport report) {}

  /** The run is over, for whatever reason; called once for every {@link #started}. */
  default void ended(Run run) {}
}
