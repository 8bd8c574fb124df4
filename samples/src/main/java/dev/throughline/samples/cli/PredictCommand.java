package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.ImageFolder;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.training.CheckpointInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a trained network what is on a picture. */
@Command(
    name = "predict",
    parameterListHeading = "%n",
    descriptionHeading = "%n",
    optionListHeading = "",
    sortOptions = false,
    description = {
      "Tells what a trained network sees on pictures: the three most likely classes of each.",
      "A picture is scaled and cropped at its centre to the size of the training images."
    })
final class PredictCommand implements Callable<Integer> {
  private static final int SHOWN = 3;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "Pictures of any size: PNG, JPEG, GIF or BMP.")
  private List<Path> pictures = List.of();

  @Mixin
  private final Trained trained = new Trained();

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter screen = Objects.requireNonNull(spec).commandLine().getOut();
    CheckpointInfo info = trained.info();
    RunNote note = trained.note(info);
    try (Network network = trained.network(info, Device.cpu(), 1)) {
      for (Path picture : pictures) {
        byte[] pixels =
            ImageFolder.pixels(picture, note.channels(), note.height(), note.width());
        Dataset one =
            Dataset.of(
                note.channels(),
                note.height(),
                note.width(),
                List.of(pixels),
                new int[1], // a picture to predict has no label; none is looked at
                info.classNames());
        network.inferencePass(
            Fit.apply(one, network.spec()).normalize(info.normalization()).image(0), 1);
        screen.println(picture);
        print(screen, softmax(network.lastLogits()), info.classNames());
        screen.flush();
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private static void print(PrintWriter screen, double[] probabilities, List<String> names) {
    IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> -probabilities[k]))
        .limit(SHOWN)
        .forEach(k -> screen.printf("  %8s  %s%n", Percent.of(probabilities[k]), names.get(k)));
  }

  private static double[] softmax(float[] logits) {
    double largest = IntStream.range(0, logits.length).mapToDouble(k -> logits[k]).max().orElse(0);
    double[] parts =
        IntStream.range(0, logits.length).mapToDouble(k -> Math.exp(logits[k] - largest)).toArray();
    double sum = IntStream.range(0, parts.length).mapToDouble(k -> parts[k]).sum();
    return IntStream.range(0, parts.length).mapToDouble(k -> parts[k] / sum).toArray();
  }
}
