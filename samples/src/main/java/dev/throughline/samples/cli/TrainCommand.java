package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.data.PadCropFlip;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.listener.Checkpoints;
import dev.throughline.runtime.listener.CsvLog;
import dev.throughline.runtime.listener.GradientFlow;
import dev.throughline.runtime.listener.ProgressBar;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.training.CheckpointInfo;
import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Evaluation;
import dev.throughline.runtime.training.Trainer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network, and leaves checkpoint, log and pictures in a folder. */
@Command(
    name = "train",
    abbreviateSynopsis = true,
    descriptionHeading = "%n",
    optionListHeading = "%n",
    sortOptions = false,
    description = {
      "Trains a network; without options, ResNet-20 on the embedded images for 3 epochs.",
      "SGD with momentum 0.9 and weight decay 0.0001; images are normalised per channel."
    })
final class TrainCommand implements Callable<Integer> {
  private static final float MOMENTUM = 0.9f;
  private static final float WEIGHT_DECAY = 1e-4f;
  private static final int CROP_PADDING = 4;

  @Mixin
  private final TrainOptions options = new TrainOptions();

  @Mixin
  private final ThreadOption threads = new ThreadOption();

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description = "Continue the run that wrote this checkpoint, with its options; those given"
          + " beside it take their place.")
  private @Nullable Path resume;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where checkpoint, log and pictures go (default: runs/NETWORK-TIME, or the"
          + " folder of the run resumed).")
  private @Nullable Path out;

  @Option(
      names = "--gradient-flow",
      paramLabel = "STEPS",
      converter = Numbers.Positive.class,
      description = "Measure how the gradient flows every so many steps, and draw it beside what the"
          + " compiler predicted.")
  private @Nullable Integer flowSteps;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec).commandLine();
    PrintWriter screen = command.getOut();
    if (resume != null) {
      int done = takeOptionsOf(resume, command);
      screen.printf(Locale.ROOT, "resumed after %d of %d epochs%n", done, options.epochs);
    }
    try (Device device = threads.open();
        Network network = options.network.model().on(device, options.batch, options.seed)) {
      train(network, screen);
    }
    return CommandLine.ExitCode.OK;
  }

  /** Takes options not given now from a checkpoint; returns how many epochs of its run are done. */
  private int takeOptionsOf(Path checkpoint, CommandLine command) {
    CheckpointInfo info = CheckpointInfo.read(checkpoint);
    TrainOptions noted = RunNote.of(checkpoint, info).options();
    for (OptionSpec old : CommandSpec.forAnnotatedObject(noted).options()) {
      if (!command.getParseResult().hasMatchedOption(old.longestName())) {
        command.getCommandSpec().findOption(old.longestName()).setValue(old.getValue());
      }
    }
    if (!options.network.equals(noted.network)) {
      throw new BadInput(
          "%s is of %s, not of %s: leave --network out, or resume another file"
              .formatted(Quote.path(checkpoint), noted.network, options.network));
    }
    if (info.epochs() >= options.epochs) {
      throw new BadInput(
          String.format(Locale.ROOT, "%s has done %d of %d epochs: give more by --epochs",
              Quote.path(checkpoint), info.epochs(), options.epochs));
    }
    return info.epochs();
  }

  private void train(Network network, PrintWriter screen) {
    ImageSource source = ImageSource.open(options.data, network.spec());
    Dataset images = source.train().get();
    Dataset training = Fit.apply(images, network.spec());
    Normalization normalization = Normalization.perChannel(training);
    training = training.normalize(normalization);
    if (options.augment) {
      training = training.augment(PadCropFlip.of(CROP_PADDING));
    }
    Dataset test = Fit.apply(source.test().get(), network.spec()).normalize(normalization);
    String note = RunNote.of(images, options).toText();
    try (RunFolder folder = RunFolder.make(out, resume, network.spec().name())) {
      screen.println(network);
      screen.printf(Locale.ROOT, "%s: %s for training, %,d for testing%n", source.name(), images,
          test.size());
      List<String> steps = Fit.steps(images, network.spec());
      if (!steps.isEmpty()) {
        screen.printf("fitted to %s: %s%n", network.spec().name(), String.join(", ", steps));
      }
      screen.flush();
      fill(folder, network, training, test, note, screen);
    }
  }

  private void fill(
      RunFolder folder,
      Network network,
      Dataset training,
      Dataset test,
      String note,
      PrintWriter screen) {
    Trainer trainer =
        Trainer.of(network)
            .optimizer(Sgd.momentum(MOMENTUM).weightDecay(WEIGHT_DECAY))
            .schedule(options.schedule.of(options.rate, options.epochs))
            .evaluate(test)
            .note(note)
            .listen(
                new ProgressBar(),
                // First: a log that cannot be written should not cost the epoch.
                new OnDisk(Checkpoints.everyEpoch(folder.checkpoint())),
                new OnDisk(new CsvLog(folder.log())));
    GradientFlow flow = null;
    if (flowSteps != null) {
      flow = GradientFlow.everySteps(flowSteps).csv(folder.flowLog());
      trainer.listen(new OnDisk(flow));
    }
    if (resume != null) {
      trainer.resume(resume);
    }
    List<EpochReport> epochs = trainer.fit(training, options.epochs);
    Evaluation evaluation = Evaluation.of(network, test);
    screen.printf("test accuracy %s%n", Percent.of(evaluation.score().accuracy()));
    screen.flush();
    folder.draw(network.spec().name(), epochs, evaluation, test.classNames());
    if (flow != null) {
      folder.draw(network.spec(), flow.measurements());
    }
    screen.printf("%s holds %s%n", folder.path(), folder.files(flow != null));
    screen.flush();
  }
}
