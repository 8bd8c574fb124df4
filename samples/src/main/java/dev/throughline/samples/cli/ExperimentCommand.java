package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.device.Device;
import dev.throughline.samples.experiment.Experiment;
import dev.throughline.samples.experiment.Figure;
import dev.throughline.samples.experiment.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains networks that differ in one thing side by side, and draws a figure. */
@Command(
    name = "experiment",
    abbreviateSynopsis = true,
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    sortOptions = false,
    description = {
      "Trains networks that differ in one thing on the same images, and draws one figure.",
      "vanishing: sigmoid, ReLU and residual perceptrons of 10 layers (embedded images only).",
      "degradation: plain and residual nets of 20 and of 56 layers.",
      "supervision: a plain net of 20 layers, with and without companion losses."
    })
final class ExperimentCommand implements Callable<Integer> {
  private static final int TEST_IMAGES = 2_000;

  @Parameters(
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private @Nullable Experiment experiment;

  @Option(
      names = "--data",
      paramLabel = "WHERE",
      description = "As for train (default: the embedded images).")
  private String data = ImageSource.EMBEDDED;

  @Option(
      names = "--images",
      paramLabel = "N",
      converter = Numbers.Positive.class,
      description = "Train on the first so many images (default: ${DEFAULT-VALUE}).")
  private int images = 10_000;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = Numbers.Positive.class,
      description = "Passes over them (default: ${DEFAULT-VALUE}).")
  private int epochs = 5;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = Numbers.Positive.class,
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private int batch = 64;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides weights and order (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the figure goes (default: runs/NAME.png).")
  private @Nullable Path out;

  @Mixin
  private final ThreadOption threads = new ThreadOption();

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Experiment chosen = Objects.requireNonNull(experiment, "picocli asks for it");
    PrintWriter screen = Objects.requireNonNull(spec).commandLine().getOut();
    Path figure = out != null ? out : Path.of("runs", chosen + ".png");
    Folders.checkFile(figure);
    try (Device device = threads.open()) {
      List<Trial> trials = run(chosen, figure, device, screen);
      write(figure, chosen, trials);
    }
    screen.printf("%s shows it%n", figure);
    screen.flush();
    return CommandLine.ExitCode.OK;
  }

  private List<Trial> run(Experiment chosen, Path figure, Device device, PrintWriter screen) {
    return chosen.run(
        device,
        batch,
        seed,
        network -> {
          ImageSource source = ImageSource.open(data, network.spec());
          Dataset training = Fit.apply(source.train().get(), network.spec());
          training = training.take(Math.min(images, training.size()));
          Normalization normalization = Normalization.perChannel(training);
          Dataset test = Fit.apply(source.test().get(), network.spec()).normalize(normalization);
          // Before the hours of training whose figure would have no place.
          Folders.make(Objects.requireNonNullElse(figure.getParent(), Path.of(".")));
          return new Experiment.Images(
              training.normalize(normalization), test.take(Math.min(TEST_IMAGES, test.size())));
        },
        epochs,
        line -> {
          screen.println(line);
          screen.flush();
        });
  }

  private static void write(Path figure, Experiment chosen, List<Trial> trials) {
    try {
      Figure.write(figure, chosen.toString(), chosen.panels(), trials);
    } catch (IOException e) {
      throw Folders.unwritable(figure, e);
    }
  }
}
