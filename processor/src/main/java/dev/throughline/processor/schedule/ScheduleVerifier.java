package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Verifier;
import java.util.HashSet;
import java.util.Set;

/**
 * What steps read is made by a step before, once; copies of weights for inference are made with what is folded; steps
 * that share a launch are divided alike.
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
    scheduled.fold().forEach(sweep -> sweep(sweep, true));
    scheduled.forward().forEach(sweep -> sweep(sweep, scheduled.graph().isTraining()));
    scheduled.backward().forEach(sweep -> sweep(sweep, true));
  }

  private void sweep(Sweep sweep, boolean packs) {
    for (Step step : sweep.steps()) {
      require(
          step.division() == sweep.division(), "%s is divided by %s among steps by %s",
          step.trace(), step.division(), sweep.division());
      require(packs || !(step instanceof Step.Pack), "%s for every batch", step.writes());
      for (Stored read : step.reads()) {
        require(isMade(read), "%s reads %s, which no step before it makes", step.trace(), read);
      }
      for (Stored written : step.writes()) {
        require(made.add(written), "%s makes %s once more", step.trace(), written);
      }
    }
    require(
        sweep.steps().size() == 1
            || sweep.division() == Division.SAMPLE
            || sweep.division() == Division.ONCE,
        "steps by %s share a launch", sweep.division());
  }

  private boolean isMade(Stored stored) {
    return stored instanceof Stored.Value(Node node)
        ? scheduled.fused().views().sources(node).stream()
            .allMatch(source -> source.op().isLeaf() || made.contains(Stored.of(source)))
        : made.contains(stored);
  }
}
