package dev.throughline.runtime.training;

import dev.throughline.runtime.device.Tally;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Clipping;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.spec.Feed;
import java.util.Optional;

/** What one step is made of. */
record Stepper(
    Network network,
    Optimizer optimizer,
    OptimizerState memory,
    Schedule schedule,
    Clipping clipping) {

  /** Why a run cannot go on. */
  static final class Diverged extends Exception {
    private static final long serialVersionUID = 1;

    Diverged(String what) {
      super(what);
    }
  }

  /** Trains on one batch; returns how many of its answers were right before. */
  Tally step(Feed batch, double rate) throws Diverged {
    network.feed(batch);
    float loss = network.trainingPass();
    if (!Float.isFinite(loss)) {
      throw new Diverged("the loss is %s".formatted(loss));
    }
    Tally tally = network.tally();
    float scale;
    try {
      scale = clipping.prepare(network);
    } catch (ArithmeticException e) {
      throw new Diverged(String.valueOf(e.getMessage()));
    }
    optimizer.step(network, memory, (float) rate, scale);
    return tally;
  }

  /** Fails if what was trained is no longer numbers: it could not be saved, nor answer anything. */
  void checkFinite() throws Diverged {
    Optional<String> bad = TrainingCheckpoint.notFinite(network, memory);
    if (bad.isPresent()) {
      throw new Diverged("%s is no longer finite".formatted(Quote.name(bad.get())));
    }
  }
}
