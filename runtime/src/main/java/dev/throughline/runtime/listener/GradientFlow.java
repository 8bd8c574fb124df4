package dev.throughline.runtime.listener;

import dev.throughline.runtime.spec.LayerSpec;
import dev.throughline.runtime.tensor.Memory;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.StepReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures how the gradient flows while a network is trained: of each weighted layer the gradient, the
 * activation, the units that are dead, and how far the step moved the weights. What the compiler predicted
 * of the same layers stands in {@link LayerSpec#prediction()}.
 *
 * <pre>{@code
 * GradientFlow flow = GradientFlow.everySteps(50).csv(Path.of("flow.csv"));
 * Trainer.of(net)….listen(flow).fit(training, 10);
 * flow.measurements().getLast().layers().getFirst().gradient();
 * }</pre>
 *
 * <p>A measured step costs about one pass over weights, gradients and kept activations more, and the step
 * before it a copy of the weights: of a step of ResNet-20 a few per cent. Others cost nothing.
 */
public final class GradientFlow implements Listener {
  private static final int AN_EPOCH = 0;

  private final int everySteps;
  private final List<FlowMeasurement> measurements = new ArrayList<>();
  private Optional<FlowCsv> csv = Optional.empty();
  private Optional<Memory> weightsBefore = Optional.empty();

  private GradientFlow(int everySteps) {
    this.everySteps = everySteps;
  }

  /** Measures the first step and then every {@code steps}-th. */
  public static GradientFlow everySteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "cannot measure every %d steps: the number must be positive",
              steps));
    }
    return new GradientFlow(steps);
  }

  /** Measures the last step of each epoch. */
  public static GradientFlow everyEpoch() {
    return new GradientFlow(AN_EPOCH);
  }

  /**
   * Writes each measurement to a file as well, one line a layer, with what was predicted beside it. A
   * resumed run goes on with the file that is there, from the step where it goes on itself. Missing folders are
   * made. What cannot be written ends the run with a {@link LogException}.
   */
  public GradientFlow csv(Path path) {
    csv = Optional.of(new FlowCsv(path));
    return this;
  }

  /** What was measured since the run began or was resumed, in order. */
  public List<FlowMeasurement> measurements() {
    return List.copyOf(measurements);
  }

  @Override
  public void started(Run run) {
    csv.ifPresent(file -> file.start(run.steps()));
    weightsBefore = Optional.empty(); // it may be another network than the last run's
    keepWeights(run, run.steps());
  }

  @Override
  public void stepEnded(Run run, StepReport report) {
    if (isMeasured(run, report.step())) {
      FlowMeasurement measured =
          FlowMeasurement.of(run.network(), report, weightsBefore.orElseThrow());
      measurements.add(measured);
      csv.ifPresent(file -> file.add(run.network().spec(), measured));
    }
    keepWeights(run, report.step());
  }

  /** Whether the {@code step}-th step, counted from 1, is measured. */
  private boolean isMeasured(Run run, long step) {
    return everySteps == AN_EPOCH
        ? step % run.stepsPerEpoch() == 0
        : (step - 1) % everySteps == 0;
  }

  /** The weights before the next step, if that is to be measured. */
  private void keepWeights(Run run, long stepsDone) {
    if (isMeasured(run, stepsDone + 1)) {
      if (weightsBefore.isEmpty()) {
        weightsBefore =
            Optional.of(run.network().reserve(1, "the listener GradientFlow").getFirst());
      }
      run.network().keepParameters(weightsBefore.get());
    }
  }
}
