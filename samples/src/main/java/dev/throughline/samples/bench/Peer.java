package dev.throughline.samples.bench;

import java.util.List;

/** Another library. */
interface Peer {

  /** For sentences. */
  String name();

  /**
   * The settings worth trying, the safest first; the fastest takes part.
   *
   * @throws Absence if it cannot take part
   */
  List<Launch> settings(StepPlan plan) throws Absence;
}
