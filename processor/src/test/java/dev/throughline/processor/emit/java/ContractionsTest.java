package dev.throughline.processor.emit.java;

import static dev.throughline.processor.emit.java.ContractionCase.FROM;
import static dev.throughline.processor.emit.java.ContractionCase.MARGIN;
import static dev.throughline.processor.emit.java.ContractionCase.N;
import static dev.throughline.processor.emit.java.ContractionCase.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.graph.Expr;
import dev.throughline.runtime.kernel.VectorMath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every family of contraction, run in both dialects at awkward sizes: against sums in double precision,
 * the dialects against each other, and this machine's number of lanes against fewer, bit for bit.
 */
class ContractionsTest {
  private static final List<ContractionCase> CASES = ContractionCase.all();

  private static CompiledKernels scalarKernels;
  private static CompiledKernels vectorKernels;

  @BeforeAll
  static void compile() {
    scalarKernels = ContractionCase.compile(JavaDialect.SCALAR, CASES);
    vectorKernels = ContractionCase.compile(JavaDialect.VECTOR, CASES);
  }

  static List<ContractionCase> cases() {
    return CASES;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesTheSum(ContractionCase c) {
    float[] scalar = c.run(scalarKernels);
    float[] vector = c.run(vectorKernels);
    double[] exact = NaiveContraction.of(c.contraction(), c.fetched()).run();
    int size = exact.length;
    int first = c.contraction().overBatch() ? 0 : FROM * (size / N);
    for (int i = 0; i < size + 2 * MARGIN; i++) {
      int at = i;
      int element = i - MARGIN;
      if (element < first || element >= size) {
        assertTrue(Float.isNaN(scalar[i]), () -> "the twin overwrote " + element);
        assertTrue(Float.isNaN(vector[i]), () -> "vectors overwrote " + element);
        continue;
      }
      assertEquals(
          Float.floatToIntBits(scalar[i]),
          Float.floatToIntBits(vector[i]),
          () -> "twin %s, vectors %s at %d".formatted(scalar[at], vector[at], element));
      double expected = exact[element];
      if (!c.value().equals(Expr.arg(0))) {
        int k = element % c.channels();
        expected = Math.max(expected * value(k, 5) + value(k, 6) + value(element, 7), 0);
      }
      assertEquals(expected, scalar[i], 2e-4, () -> "at " + element);
    }
  }

  /** What was added up of the results, and of the products behind them times a channel's value. */
  @ParameterizedTest
  @MethodSource("summed")
  void addsUpWhatItFinishes(ContractionCase c) {
    float[] scalar = c.run(scalarKernels);
    assertArrayEquals(scalar, c.run(vectorKernels));
    double[] exact = NaiveContraction.of(c.contraction(), c.fetched()).run();
    int channels = c.channels();
    int sums = N * channels;
    int size = scalar.length - 2 * sums - 6 * MARGIN;
    for (int n = FROM; n < N; n++) {
      for (int k = 0; k < channels; k++) {
        double total = 0;
        double weighted = 0;
        for (int i = n * (size / N) + k; i < (n + 1) * (size / N); i += channels) {
          total += scalar[MARGIN + i];
          weighted += exact[i] * value(k, 5);
        }
        int at = size + 3 * MARGIN + n * channels + k;
        assertEquals(
            total, scalar[at], 2e-3 + 1e-5 * Math.abs(total), "total of " + n + ", " + k);
        assertEquals(
            weighted, scalar[at + sums + 2 * MARGIN], 2e-3 + 1e-4 * Math.abs(weighted),
            "weighted of " + n + ", " + k);
      }
    }
  }

  static Stream<ContractionCase> summed() {
    return CASES.stream().filter(ContractionCase::summed);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void doesNotDependOnTheLanes(int bytes) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:MaxVectorSize=" + bytes,
            "--add-modules=jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            Digest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes()).strip();
    assertEquals(0, process.waitFor());
    assertEquals(bytes / Float.BYTES + " lanes: " + digest(vectorKernels), printed);
  }

  /** Every third case: each family has many. */
  private static List<ContractionCase> some() {
    return IntStream.range(0, CASES.size()).filter(i -> i % 3 == 0).mapToObj(CASES::get).toList();
  }

  private static long digest(CompiledKernels kernels) {
    long digest = 0;
    for (ContractionCase c : some()) {
      digest = 31 * digest + Arrays.hashCode(c.run(kernels));
    }
    return digest;
  }

  /** Prints the digest of results in a machine of other lanes. */
  static final class Digest {
    private Digest() {}

    public static void main(String[] arguments) {
      CompiledKernels kernels = ContractionCase.compile(JavaDialect.VECTOR, some());
      int lanes = VectorMath.SPECIES.length();
      System.out.println(lanes + " lanes: " + digest(kernels));
    }
  }
}
