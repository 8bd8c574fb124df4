package dev.throughline.samples.bench;

import java.util.Locale;

/** What a step does. */
public enum StepMode {
  /** Forward, loss, backward and the optimiser's update. */
  TRAIN,
  /** Answers, with the running statistics. */
  INFER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
