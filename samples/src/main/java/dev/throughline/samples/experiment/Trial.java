package dev.throughline.samples.experiment;

import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.StepReport;
import dev.throughline.runtime.training.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One network, trained and watched.
 *
 * @param name for the legend
 * @param gradientNorms of the weights of each layer before the first step, input side first
 * @param losses of the network's own loss, the mean of each epoch's training batches
 * @param testErrors share of the test images taken for another class, after each epoch
 */
public record Trial(
    String name, List<Double> gradientNorms, List<Double> losses, List<Double> testErrors) {
  private static final float MOMENTUM = 0.9f;
  private static final float WEIGHT_DECAY = 1e-4f;

  /** Skips without normalisation double the variance of each layer, and the first gradients are large. */
  private static final float LONGEST_GRADIENT = 1;

  public Trial {
    gradientNorms = List.copyOf(gradientNorms);
    losses = List.copyOf(losses);
    testErrors = List.copyOf(testErrors);
  }

  /**
   * Trains {@code network} by SGD with momentum 0.9 and weight decay 0.0001, at a constant rate, gradients
   * clipped to a norm of 1.
   *
   * @param progress told a line after each epoch
   */
  static Trial run(
      String name,
      Network network,
      Experiment.Images images,
      int epochs,
      double rate,
      Consumer<String> progress) {
    Watch watch = new Watch(name, progress);
    Trainer.of(network)
        .optimizer(Sgd.momentum(MOMENTUM).weightDecay(WEIGHT_DECAY))
        .schedule(Schedule.constant(rate))
        .clipNorm(LONGEST_GRADIENT)
        .evaluate(images.test())
        .listen(watch)
        .fit(images.training(), epochs);
    return new Trial(name, watch.gradientNorms, watch.losses, watch.testErrors);
  }

  private static final class Watch implements Listener {
    private final String name;
    private final Consumer<String> progress;
    private final List<Double> gradientNorms = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> testErrors = new ArrayList<>();
    private double lossSum = 0;
    private int steps = 0;

    Watch(String name, Consumer<String> progress) {
      this.name = name;
      this.progress = progress;
    }

    @Override
    public void stepEnded(Run run, StepReport report) {
      Network network = run.network();
      if (gradientNorms.isEmpty()) {
        gradientNorms.addAll(normsOf(network)); // of the first batch: the step leaves them in place
      }
      lossSum += network.lastLoss(network.spec().losses().getLast().name());
      steps++;
    }

    @Override
    public void epochEnded(Run run, EpochReport report) {
      losses.add(lossSum / steps);
      testErrors.add(1 - report.test().orElseThrow().accuracy());
      lossSum = 0;
      steps = 0;
      progress.accept(
          String.format(Locale.ROOT,
              "%s, epoch %d: training loss %.4f, test error %.2f %%, %.0f images/s", name,
              report.epoch(), losses.getLast(), 100 * testErrors.getLast(),
              report.imagesPerSecond()));
    }

    /** Layers on the way from input to answer: not the projections around them, nor the heads beside it. */
    private static List<Double> normsOf(Network network) {
      return network.spec().parameters().stream()
          .map(ParameterSpec::name)
          .filter(parameter -> network.parameter(parameter).shape().length > 1)
          .filter(parameter -> !parameter.contains("shortcut") && !isOfHead(network, parameter))
          .map(parameter -> norm(network.gradient(parameter).toArray()))
          .toList();
    }

    private static boolean isOfHead(Network network, String parameter) {
      String member = parameter.substring(0, parameter.indexOf('.'));
      return network.spec().losses().stream()
          .anyMatch(loss -> loss.name().startsWith(member + "."));
    }

    private static double norm(float[] values) {
      double sum = 0;
      for (float value : values) {
        sum += (double) value * value;
      }
      return Math.sqrt(sum);
    }
  }
}
