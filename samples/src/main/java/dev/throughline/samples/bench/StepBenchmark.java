package dev.throughline.samples.bench;

import java.util.List;
import java.util.function.Consumer;

/** Steps of a network of ours beside other libraries', turn by turn in one run. */
public final class StepBenchmark {
  private static final List<Peer> PEERS = List.of(new JavaCppPeer(), new PythonPeer());

  private StepBenchmark() {}

  /**
   * Times a step and prints a table.
   *
   * @param screen takes lines as they come
   * @throws Absence if our own side cannot run, or any fails in its turns
   */
  public static void run(StepPlan plan, Consumer<String> screen) throws Absence {
    String before = Proc.load();
    try (Turns turns = new Turns(plan, screen)) {
      turns.add(Launch.ours(plan));
      for (Peer peer : PEERS) {
        try {
          turns.addFastest(peer.settings(plan));
        } catch (Absence e) {
          screen.accept("%s is left out: %s".formatted(peer.name(), e.sentence()));
        }
      }
      List<Timing> timings = turns.play();
      String machine = Proc.machine();
      if (!before.isEmpty()) {
        machine += ", load %s before and %s after".formatted(before, Proc.load());
      }
      screen.accept("");
      Report.of(plan, machine, timings).forEach(screen);
    }
  }
}
