package dev.throughline.samples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.samples.ResNet20Network;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a run prints in the end. */
final class ReportTest {
  private static final StepPlan PLAN =
      new StepPlan(
          ResNet20Network.SPEC, StepMode.TRAIN, 128, 2, 4, 1.5, 10, true, "python3", List.of());

  @Test
  void aTableHasMediansSpreadAndRatio() {
    Timing ours =
        new Timing(
            "Throughline", new double[] {1200, 1300, 1280, 1260}, 1.25,
            OptionalLong.of(300_400_000));
    Timing peer =
        new Timing("PyTorch", new double[] {64, 60, 70, 68}, 2, OptionalLong.empty());
    assertEquals(
        """
            ResNet20, train, batch 128, 2 threads a side, 4 turns of 1.5 s

            a machine, held to AVX2

            | | samples/s | from … to | ms a step | ours ÷ this | start to first step | peak memory |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            | Throughline | 1,270 | 1,200 … 1,300 | 100.79 |  | 1.25 s | 300 MB |
            | PyTorch | 66.0 | 60.0 … 70.0 | 1939.39 | 19.24 | 2.00 s |  |
            """,
        String.join("\n", Report.of(PLAN, "a machine", List.of(ours, peer))) + "\n");
  }
}
