package dev.throughline.samples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * One side of the benchmark, in a process of its own: runs steps for as many seconds as a line of
 * its input says and answers with what it did, until its input ends.
 */
final class StepWorker {

  /** The side that is not libtorch's. */
  static final String OURS = "throughline";

  /** Starts a line of the protocol; libraries may print what they like around it. */
  static final String ANSWER = "answer ";

  private StepWorker() {}

  /** Arguments: side, batch, threads. */
  public static void main(String... arguments) throws IOException {
    long start = System.nanoTime();
    int batch = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    try (TrainingStep step = side(arguments[0], batch, threads)) {
      float loss = step.run();
      System.out.println(
          ANSWER + step.parameters() + " " + (System.nanoTime() - start) + " " + loss);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(ANSWER + run(step, (long) (Double.parseDouble(line) * 1e9)));
      }
    }
  }

  private static TrainingStep side(String name, int batch, int threads) {
    return switch (name) {
      case OURS -> new ThroughlineResNet20(batch, threads);
      case "libtorch-channels-last" ->
          new LibtorchResNet20(batch, threads, MemoryFormat.ChannelsLast);
      case "libtorch-contiguous" -> new LibtorchResNet20(batch, threads, MemoryFormat.Contiguous);
      default -> throw new IllegalArgumentException("no side is called `" + name + "`");
    };
  }

  /** Steps done, nanoseconds taken, last loss. */
  private static String run(TrainingStep step, long nanos) {
    long start = System.nanoTime();
    int steps = 0;
    float loss;
    do {
      loss = step.run();
      steps++;
    } while (System.nanoTime() - start < nanos);
    return steps + " " + (System.nanoTime() - start) + " " + loss;
  }
}
