package dev.throughline.runtime.training;

import dev.throughline.runtime.device.Tally;
import java.util.ArrayList;
import java.util.List;

/** Where a run is: everything about it that is neither the network's nor the optimiser's. */
final class RunState {
  /** Decides shuffling and augmentation. */
  long seed;

  /** Complete epochs. */
  int epoch;

  /** Steps made in the epoch under way. */
  int batch;

  /** Steps made in the run. */
  long step;

  // Sums over the steps made in the epoch under way.
  double lossSum;
  long correct;
  long answers;
  long samples;
  double seconds;

  /** What the program that trains wants to find in the checkpoint again. */
  String note = "";

  final List<EpochReport> history = new ArrayList<>();

  RunState(long seed) {
    this.seed = seed;
  }

  void add(double loss, Tally tally, int size, double elapsed) {
    lossSum += loss * size;
    correct += tally.right();
    answers += tally.answers();
    samples += size;
    seconds += elapsed;
    batch++;
    step++;
  }

  Score soFar() {
    return new Score(lossSum / samples, (double) correct / answers);
  }

  void endEpoch(EpochReport report) {
    history.add(report);
    epoch++;
    batch = 0;
    lossSum = 0;
    correct = 0;
    answers = 0;
    samples = 0;
    seconds = 0;
  }
}
