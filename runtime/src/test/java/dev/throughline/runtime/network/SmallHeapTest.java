package dev.throughline.runtime.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.testing.AnotherMachine;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks in a heap of 64 MiB. */
class SmallHeapTest {
  private static final Pattern FITS = Pattern.compile("use a batch of at most ([0-9,]+)");

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC", "-XX:+UseParallelGC"})
  void noBatchEndsInAnOutOfMemoryErrorAndTheOneThatIsNamedFits(String collector) {
    String printed = AnotherMachine.run(ManyBatches.class, "-Xmx64m", collector);
    List<String> lines = printed.lines().toList();
    assertEquals("made all that were said to fit", lines.getLast(), printed);
    assertTrue(
        printed.contains(
            " MiB that are left in one piece of the heap's 6"),
        printed);
  }

  @Test
  void anImageThatIsTooLargeAtAnyBatchAsksForALargerHeap() {
    String printed = AnotherMachine.run(OneLargeSample.class, "-Xmx64m", "-XX:+UseSerialGC");
    assertTrue(printed.contains("use a larger heap (java -Xmx): a batch of 1 needs "), printed);
  }

  static final class ManyBatches {
    private ManyBatches() {}

    public static void main(String[] arguments) {
      NetworkSpec spec = SoftmaxRegression.spec(3, 32, 32, 10);
      int most = 0;
      try (CpuDevice cpu = Device.cpu(2)) {
        for (long batch = 1000; batch <= Integer.MAX_VALUE; batch += 1 + batch / 7) {
          try (Network net = new SoftmaxRegression(spec, cpu, (int) batch, 1)) {
            System.out.println("fits: " + net);
          } catch (NetworkMemoryException e) {
            System.out.println(e.getMessage());
            Matcher fits = FITS.matcher(e.getMessage());
            most = fits.find() ? Integer.parseInt(fits.group(1).replace(",", "")) : -1;
            new SoftmaxRegression(spec, cpu, most, 1).close();
          }
        }
      }
      System.out.println(most > 1000 ? "made all that were said to fit" : "none fitted: " + most);
    }
  }

  static final class OneLargeSample {
    private OneLargeSample() {}

    public static void main(String[] arguments) {
      try (CpuDevice cpu = Device.cpu(1)) {
        new SoftmaxRegression(SoftmaxRegression.spec(3, 4000, 4000, 2), cpu, 1, 1);
      } catch (NetworkMemoryException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
