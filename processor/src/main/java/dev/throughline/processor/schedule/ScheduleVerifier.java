package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Verifier;
import java.util.HashSet;
import java.util.Set;

/**
 * What steps read is made by a step before, once; copies of weights for inference are made with what is folded; sums
 * over the batch have parts.
 */
public final class ScheduleVerifier extends Verifier {
  private final ScheduledGraph scheduled;
  private final Set<Stored> made = new HashSet<>();

  private ScheduleVerifier(ScheduledGraph scheduled, String pass) {
    super(pass);
    this.scheduled = scheduled;
  }

  /** Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds. */
  public static void check(ScheduledGraph scheduled, String pass) {
    new ScheduleVerifier(scheduled, pass).check();
  }

  private void check() {
    int steps = scheduled.steps().size();
    require(
        scheduled.foldedUntil() <= scheduled.backwardFrom() && scheduled.backwardFrom() <= steps,
        "steps are folded until %s and go back from %s of %s", scheduled.foldedUntil(),
        scheduled.backwardFrom(), steps);
    for (int i = 0; i < steps; i++) {
      Step step = scheduled.steps().get(i);
      for (Stored read : step.reads()) {
        require(
            made.contains(read) || read.node().op().isLeaf() && read instanceof Stored.Value,
            "step %s reads %s, which no step before it makes", i, read);
      }
      for (Stored written : step.writes()) {
        boolean state = written.node().op().isLeaf() && written instanceof Stored.Value;
        require(made.add(written) || state, "step %s makes %s once more", i, written);
      }
      if (step instanceof Step.Pack pack) {
        require(
            scheduled.graph().isTraining() || i < scheduled.foldedUntil(),
            "%s is packed for every batch", pack.packed().weights());
      }
      if (step instanceof Step.Product product) {
        require(
            product.contraction().overBatch() != product.parts().isEmpty(),
            "step %s, %s, has parts %s", i, product.contraction(), product.parts());
      }
    }
  }
}
