package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.training.CheckpointInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What {@code train} notes in a checkpoint beyond what the runtime keeps there.
 *
 * @param channels of an image before it was fitted to the network
 * @param height of an image before it was fitted
 * @param width of an image before it was fitted
 * @param arguments the options of the run
 */
record RunNote(int channels, int height, int width, List<String> arguments) {

  static RunNote of(Dataset images, TrainOptions options) {
    return new RunNote(images.channels(), images.height(), images.width(), options.arguments());
  }

  /** The shape on the first line, one argument on each line after it. */
  String toText() {
    return String.format(Locale.ROOT, "%d %d %d\n%s", channels, height, width,
        String.join("\n", arguments));
  }

  /** Reads the note of a checkpoint. */
  static RunNote of(Path checkpoint, CheckpointInfo info) {
    List<String> lines = info.note().lines().toList();
    try {
      List<Integer> shape = Stream.of(lines.getFirst().split(" ")).map(Integer::valueOf).toList();
      return new RunNote(shape.get(0), shape.get(1), shape.get(2), lines.subList(1, lines.size()));
    } catch (NumberFormatException | IndexOutOfBoundsException | NoSuchElementException e) {
      throw new BadInput(
          "`%s` was not written by `train`: give a file that it wrote".formatted(checkpoint));
    }
  }

  /** The options of the run. */
  TrainOptions options() {
    TrainOptions options = new TrainOptions();
    new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
    return options;
  }
}
