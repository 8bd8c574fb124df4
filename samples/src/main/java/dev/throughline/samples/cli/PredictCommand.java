package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.ImageFolder;
import dev.throughline.runtime.serving.Choice;
import dev.throughline.runtime.serving.Predictor;
import dev.throughline.runtime.training.CheckpointInfo;
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
    try (Predictor predictor = trained.predictor(info)) {
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
        float[] image =
            Fit.apply(one, predictor.spec()).normalize(info.normalization()).image(0);
        List<Choice> choices = predictor.predict(image).top(SHOWN);
        screen.println(picture);
        for (Choice choice : choices) {
          screen.printf("  %8s  %s%n", Percent.of(choice.score()), choice.name());
        }
        screen.flush();
      }
    }
    return CommandLine.ExitCode.OK;
  }
}
