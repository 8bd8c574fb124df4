package dev.throughline.runtime.training;

import dev.throughline.runtime.data.Batch;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Clipping;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Schedule;
import java.util.Locale;

/** What one step is made of. */
record Stepper(
    Network network,
    Optimizer optimizer,
    OptimizerState memory,
    Schedule schedule,
    Clipping clipping) {

  /** Trains on one batch; returns how many of its samples were predicted right before. */
  int step(Batch batch, Schedule.Place place) {
    double rate = schedule.rate(place);
    float loss = network.trainingPass(batch.images(), batch.labels(), batch.size());
    if (!Float.isFinite(loss)) {
      throw diverged("the loss is %s".formatted(loss), place, rate);
    }
    int correct = 0;
    for (int i = 0; i < batch.size(); i++) {
      correct += network.predicted(i) == batch.labels()[i] ? 1 : 0;
    }
    float scale;
    try {
      scale = clipping.prepare(network);
    } catch (ArithmeticException e) {
      throw diverged(String.valueOf(e.getMessage()), place, rate);
    }
    optimizer.step(network, memory, (float) rate, scale);
    return correct;
  }

  private static TrainingException diverged(String what, Schedule.Place place, double rate) {
    return new TrainingException(
        String.format(Locale.ROOT,
            "%s at step %,d, in epoch %d: lower the learning rate (%s), warm it up, or clip gradients",
            what, place.step() + 1, (int) place.epoch() + 1, rate));
  }
}
