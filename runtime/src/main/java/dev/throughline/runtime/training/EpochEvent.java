package dev.throughline.runtime.training;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An epoch in a flight recording; costs nothing while none is made. */
@Name("dev.throughline.Epoch")
@Label("Training Epoch")
@Description("All steps of one epoch and the evaluation after them")
@Category({"Throughline", "Training"})
@StackTrace(false)
final class EpochEvent extends Event {
  @Label("Epoch")
  int epoch;

  @Label("Training Loss")
  double loss;

  @Label("Images per Second")
  double imagesPerSecond;
}
