package dev.throughline.samples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A side of the benchmark, seen from its own process.
 *
 * <p>After its first step it says {@code answer PARAMETERS DESCRIPTION}. A line of its input is a number of seconds; it
 * runs steps for at least so long and says {@code answer STEPS NANOSECONDS}, until its input ends. What it cannot do it
 * says as {@code failure SENTENCE}, and ends. Libraries may print what they like around that.
 */
final class StepWorker {

  static final String ANSWER = "answer ";

  static final String FAILURE = "failure ";

  private StepWorker() {}

  /** Lives as a side whose steps are {@code made}. */
  static void serve(Supplier<Step> made) throws IOException {
    try (Step step = made.get()) {
      step.run();
      System.out.println(ANSWER + step.parameters() + " " + step.description());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(ANSWER + run(step, (long) (Double.parseDouble(line) * 1e9)));
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      System.out.println(FAILURE + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static String run(Step step, long nanos) {
    long start = System.nanoTime();
    int steps = 0;
    do {
      step.run();
      steps++;
    } while (System.nanoTime() - start < nanos);
    return steps + " " + (System.nanoTime() - start);
  }
}
