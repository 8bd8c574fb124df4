package dev.throughline.runtime.training;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A training step in a flight recording; costs nothing while none is made. */
@Name("dev.throughline.Step")
@Label("Training Step")
@Description("Forward, backward and optimiser of one batch")
@Category({"Throughline", "Training"})
@StackTrace(false)
final class StepEvent extends Event {
  @Label("Epoch")
  int epoch;

  @Label("Step")
  long step;

  @Label("Samples")
  int samples;

  @Label("Loss")
  double loss;
}
