package dev.throughline.runtime.training;

import dev.throughline.runtime.data.Batch;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Clipping;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Schedule;
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

  /** Trains on one batch; returns how many of its samples were predicted right before. */
  int step(Batch batch, double rate) throws Diverged {
    float loss = network.trainingPass(batch.images(), batch.labels(), batch.size());
    if (!Float.isFinite(loss)) {
      throw new Diverged("the loss is %s".formatted(loss));
    }
    int correct = 0;
    for (int i = 0; i < batch.size(); i++) {
      correct += network.predicted(i) == batch.labels()[i] ? 1 : 0;
    }
    float scale;
    try {
      scale = clipping.prepare(network);
    } catch (ArithmeticException e) {
      throw new Diverged(String.valueOf(e.getMessage()));
    }
    optimizer.step(network, memory, (float) rate, scale);
    return correct;
  }

  /** Fails if what was trained is no longer numbers: it could not be saved, nor answer anything. */
  void checkFinite() throws Diverged {
    Optional<String> bad = TrainingCheckpoint.notFinite(network, memory);
    if (bad.isPresent()) {
      throw new Diverged("%s is no longer finite".formatted(Quote.name(bad.get())));
    }
  }
}
