package dev.throughline.samples.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Training steps of ResNet-20 on 32×32 images, Throughline beside libtorch, turn by turn. */
@Command(name = "step-benchmark", mixinStandardHelpOptions = true)
final class StepBenchmark implements Callable<Integer> {

  private static final List<String> LAYOUTS =
      List.of("libtorch-channels-last", "libtorch-contiguous");

  private static final List<Map<String, String>> WAITING =
      List.of(
          Map.of(), Map.of("OMP_WAIT_POLICY", "PASSIVE"), Map.of("OMP_WAIT_POLICY", "ACTIVE"));

  @Option(names = "--batch", defaultValue = "128", description = "images a step (${DEFAULT-VALUE})")
  private int batch;

  @Option(names = "--threads", defaultValue = "2", description = "a side (${DEFAULT-VALUE})")
  private int threads;

  @Option(names = "--rounds", defaultValue = "9", description = "turns a side (${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "5", description = "a turn (${DEFAULT-VALUE})")
  private double seconds;

  @Option(names = "--warm-up", defaultValue = "20", description = "seconds (${DEFAULT-VALUE})")
  private double warmUp;

  private StepBenchmark() {}

  public static void main(String... arguments) {
    System.exit(new CommandLine(new StepBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() {
    System.out.printf(
        "ResNet-20 training step, batch %d, %d threads a side, Java %s%n",
        batch, threads, Runtime.version());
    try (Side libtorch = fastestLibtorch();
        Side ours = new Side(StepWorker.OURS, batch, threads, Map.of())) {
      if (ours.parameters() != libtorch.parameters()) {
        throw new IllegalStateException(
            "the sides train different networks: %,d parameters and %,d"
                .formatted(ours.parameters(), libtorch.parameters()));
      }
      System.out.printf(
          "first step after start: Throughline %.1f s, libtorch %.1f s%n",
          ours.secondsToFirstStep(), libtorch.secondsToFirstStep());
      ours.imagesPerSecond(warmUp);
      libtorch.imagesPerSecond(warmUp);
      compare(ours, libtorch);
    }
    return CommandLine.ExitCode.OK;
  }

  private void compare(Side ours, Side libtorch) {
    double[] mine = new double[rounds];
    double[] theirs = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      mine[i] = ours.imagesPerSecond(seconds);
      theirs[i] = libtorch.imagesPerSecond(seconds);
      System.out.printf(
          "round %d: Throughline %.0f images/s, libtorch %.0f images/s%n",
          i + 1, mine[i], theirs[i]);
    }
    System.out.printf(
        "median: Throughline %.0f images/s, libtorch %.0f images/s, ratio %.2f%n",
        median(mine), median(theirs), median(mine) / median(theirs));
  }

  /** OpenMP's waiting policy and the layout change libtorch's speed up to five times: try them all. */
  private Side fastestLibtorch() {
    List<Candidate> candidates = new ArrayList<>();
    for (String layout : LAYOUTS) {
      for (Map<String, String> waiting : WAITING) {
        try (Side side = new Side(layout, batch, threads, waiting)) {
          side.imagesPerSecond(seconds / 2);
          double speed = side.imagesPerSecond(seconds);
          System.out.printf("trying %s: %.0f images/s%n", side.name(), speed);
          candidates.add(new Candidate(layout, waiting, speed));
        }
      }
    }
    Candidate best = candidates.getFirst();
    for (Candidate candidate : candidates) {
      best = candidate.speed() > best.speed() ? candidate : best;
    }
    return new Side(best.layout(), batch, threads, best.waiting());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private record Candidate(String layout, Map<String, String> waiting, double speed) {}
}
