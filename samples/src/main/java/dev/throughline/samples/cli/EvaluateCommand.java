package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.training.CheckpointInfo;
import dev.throughline.runtime.training.Evaluation;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells how well a trained network does on test images, class by class. */
@Command(
    name = "evaluate",
    descriptionHeading = "%n",
    optionListHeading = "%n",
    sortOptions = false,
    description = "Tells loss and accuracy of a trained network on test images, class by class.")
final class EvaluateCommand implements Callable<Integer> {
  private static final int BATCH = 100;
  private static final int LONGEST_NAME = 60;

  @Mixin
  private final Trained trained = new Trained();

  @Mixin
  private final ThreadOption threads = new ThreadOption();

  @Option(
      names = "--data",
      paramLabel = "WHERE",
      description = "As of `train`; its test images are used (default: what it was trained on).")
  private @Nullable String data;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter screen = Objects.requireNonNull(spec).commandLine().getOut();
    CheckpointInfo info = trained.info();
    try (Device device = threads.open();
        Network network = trained.network(info, device, BATCH)) {
      String where = data != null ? data : trained.note(info).options().data;
      ImageSource source = ImageSource.open(where, network.spec());
      ClassNames classes = ClassNames.of(info, network.spec());
      Dataset given = source.testOf().apply(classes.trained());
      Dataset images = Fit.apply(classes.label(given), network.spec());
      Evaluation evaluation = Evaluation.of(network, images.normalize(info.normalization()));
      screen.printf(Locale.ROOT, "%s after %d epochs, on %s%n", network.spec().name(),
          info.epochs(),
          source.name());
      if (classes.isNumbered(given)) {
        screen.println("classes without names on one side: taken to be in the same order");
      }
      printClasses(screen, evaluation, classes.trained());
      screen.printf(
          Locale.ROOT,
          "test loss %.4f, test accuracy %s of %,d images%n",
          evaluation.score().loss(),
          Percent.of(evaluation.score().accuracy()),
          evaluation.samples());
      screen.flush();
    }
    return CommandLine.ExitCode.OK;
  }

  private static void printClasses(PrintWriter screen, Evaluation evaluation, List<String> names) {
    int[][] confusion = evaluation.confusion();
    for (int k = 0; k < confusion.length; k++) {
      int images = Arrays.stream(confusion[k]).sum();
      if (images > 0) {
        screen.printf(
            Locale.ROOT,
            "  %-20s %8s of %,d%n",
            Quote.printable(names.get(k), LONGEST_NAME),
            Percent.of((double) confusion[k][k] / images),
            images);
      }
    }
  }
}
