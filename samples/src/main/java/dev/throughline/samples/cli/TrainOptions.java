package dev.throughline.samples.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** What decides the weights of a run; a checkpoint carries it for those who resume the run. */
final class TrainOptions {

  @Option(
      names = "--network",
      paramLabel = "NAME",
      converter = SampleNetwork.Converter.class,
      completionCandidates = SampleNetwork.Names.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  SampleNetwork network = SampleNetwork.ALL.getFirst();

  @Option(
      names = "--data",
      paramLabel = "WHERE",
      description = {
        "`embedded`: 12,000 images of Fashion-MNIST (default). Or a folder: CIFAR-10 or"
            + " CIFAR-100 in the binary form, IDX files as of MNIST, or train/ and test/ with"
            + " one folder of pictures for each class."
      })
  String data = ImageSource.EMBEDDED;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = Numbers.Positive.class,
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  int epochs = 3;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = Numbers.Positive.class,
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  int batch = 128;

  @Option(
      names = "--rate",
      paramLabel = "X",
      converter = Numbers.PositiveReal.class,
      description = "Learning rate at its peak (default: ${DEFAULT-VALUE}).")
  double rate = 0.1;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      converter = RateSchedule.Converter.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  RateSchedule schedule = RateSchedule.ONE_CYCLE;

  @Option(
      names = "--augment",
      negatable = true,
      description = "Pad each training image by 4, crop it at random, and mirror half of them.")
  boolean augment;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides weights, order, augmentation and dropout (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  /** These options as arguments, each with its value. */
  List<String> arguments() {
    return List.of(
        "--network=" + network,
        "--data=" + data,
        "--epochs=" + epochs,
        "--batch=" + batch,
        "--rate=" + rate,
        "--schedule=" + schedule,
        augment ? "--augment" : "--no-augment",
        "--seed=" + seed);
  }
}
