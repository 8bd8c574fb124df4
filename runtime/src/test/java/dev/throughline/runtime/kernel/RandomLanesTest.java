package dev.throughline.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lanes draw is, bit for bit, what {@link RandomMask} draws for each element. */
class RandomLanesTest {
  /** Among them those about which a counter's first word is full. */
  private static final long[] ELEMENTS = {
    0, 1, 2, 7, 1000, (1L << 31) - 9, (1L << 34) - 3, (1L << 34) - 6, (1L << 35) + 5
  };

  @Test
  void lanesDrawWhatElementsDraw() {
    check();
  }

  private static void check() {
    int lanes = VectorMath.SPECIES.length();
    float[] drawn = new float[lanes];
    float[] expected = new float[lanes];
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      long seed = random.nextLong();
      int stream = random.nextInt();
      for (long element : ELEMENTS) {
        RandomLanes.uniform(seed, stream, element, drawn);
        for (int lane = 0; lane < lanes; lane++) {
          expected[lane] = RandomMask.uniform(seed, stream, element + lane);
        }
        assertArrayEquals(expected, drawn);
      }
    }
  }

  /** On a machine of other vectors; one of 16 lanes has to have them. */
  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void soOnMachinesOfShorterVectors(int bytes) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("-XX:MaxVectorSize=" + bytes);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(true, process.waitFor(1, TimeUnit.MINUTES), output);
    assertEquals(0, process.exitValue(), output);
    assertEquals(bytes / Float.BYTES + " lanes", output.lines().toList().getLast());
  }

  /** What the other machine runs. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      check();
      System.out.println(VectorMath.SPECIES.length() + " lanes");
    }
  }
}
