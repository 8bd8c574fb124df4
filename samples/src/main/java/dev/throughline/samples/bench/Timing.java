package dev.throughline.samples.bench;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What was measured of a side.
 *
 * @param side its name and settings
 * @param samplesPerSecond of each turn, slowest first
 * @param secondsToFirstStep from the start of its process
 * @param peakBytes the most memory it had resident
 */
record Timing(
    String side, double[] samplesPerSecond, double secondsToFirstStep, OptionalLong peakBytes) {

  Timing {
    samplesPerSecond = samplesPerSecond.clone();
    Arrays.sort(samplesPerSecond);
  }

  double median() {
    int middle = samplesPerSecond.length / 2;
    return samplesPerSecond.length % 2 == 1
        ? samplesPerSecond[middle]
        : (samplesPerSecond[middle - 1] + samplesPerSecond[middle]) / 2;
  }

  double slowest() {
    return samplesPerSecond[0];
  }

  double fastest() {
    return samplesPerSecond[samplesPerSecond.length - 1];
  }
}
