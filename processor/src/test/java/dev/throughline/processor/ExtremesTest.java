package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.AnotherMachine;
import dev.throughline.processor.testing.ExtremeCase;
import dev.throughline.processor.testing.ExtremeCase.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Infinite and huge values, and values that are all alike: losses and gradients are PyTorch's, finite where the
 * right value is; in the interpreter and in generated Java of either form.
 */
class ExtremesTest {
  /** Of the size of 1; generated Java is single. */
  private static final double TOLERANCE = 1e-5;

  private static Path compiled;

  @BeforeAll
  static void compile() {
    compiled = ExtremeCase.compileAll();
  }

  static List<ExtremeCase> cases() {
    return ExtremeCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theInterpreterComputesWhatPyTorchDoes(ExtremeCase extreme) {
    check(extreme, extreme.interpreted());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generatedJavaComputesWhatPyTorchDoes(ExtremeCase extreme) {
    check(extreme, extreme.generated(compiled));
  }

  @ParameterizedTest
  @EnumSource(AnotherMachine.Kind.class)
  void allFormsOfKernelsAgreeBitForBit(AnotherMachine.Kind kind) {
    Process machine = kind.machine().start(ExtremeCase.class, compiled.toString());
    assertEquals(
        ExtremeCase.bits(compiled), String.join("\n", AnotherMachine.lines(machine)));
  }

  private static void check(ExtremeCase extreme, List<Outcome> found) {
    List<Outcome> expected = extreme.recorded();
    for (int b = 0; b < expected.size(); b++) {
      String of = extreme + " of " + Arrays.toString(extreme.rows(b));
      assertSame(expected.get(b).loss(), found.get(b).loss(), "loss of " + of);
      for (int i = 0; i < found.get(b).gradient().length; i++) {
        assertSame(
            expected.get(b).gradient()[i],
            found.get(b).gradient()[i],
            "gradient %d of %s".formatted(i, of));
      }
    }
  }

  private static void assertSame(double expected, double actual, String what) {
    double error = Math.abs(actual - expected);
    assertTrue(
        (float) expected == (float) actual
            || Double.isNaN(expected) && Double.isNaN(actual)
            || error <= TOLERANCE * Math.max(1, Math.abs(expected)),
        () -> "%s is %s, not %s".formatted(what, actual, expected));
  }
}
