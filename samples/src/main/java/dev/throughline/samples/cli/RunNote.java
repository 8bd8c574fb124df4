package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.training.CheckpointInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * What {@code train} notes in a checkpoint beyond what the runtime keeps there.
 *
 * @param channels of an image before it was fitted to the network
 * @param height of an image before it was fitted
 * @param width of an image before it was fitted
 * @param arguments the options of the run
 */
record RunNote(int channels, int height, int width, List<String> arguments) {

  private static final int LARGEST_SIDE = 1 << 14;

  /** What to note of a run. */
  static RunNote of(Dataset images, TrainOptions options) {
    if (options.data.lines().count() > 1) {
      throw new BadInput(
          "the folder %s has a line break in its name, which a checkpoint cannot note: rename it"
              .formatted(Quote.name(options.data)));
    }
    return new RunNote(images.channels(), images.height(), images.width(), options.arguments());
  }

  /** The shape on the first line, one argument on each line after it. */
  String toText() {
    return String.format(Locale.ROOT, "%d %d %d\n%s", channels, height, width,
        String.join("\n", arguments));
  }

  /** Reads the note of a checkpoint, which anyone may have written. */
  static RunNote of(Path checkpoint, CheckpointInfo info) {
    List<String> lines = info.note().lines().toList();
    try {
      List<Integer> shape = Stream.of(lines.getFirst().split(" ")).map(Integer::valueOf).toList();
      RunNote note =
          new RunNote(shape.get(0), shape.get(1), shape.get(2), lines.subList(1, lines.size()));
      if (shape.size() == 3 && note.isSound()) {
        return note;
      }
    } catch (NumberFormatException | IndexOutOfBoundsException | NoSuchElementException e) {
      throw foreign(checkpoint);
    }
    throw foreign(checkpoint);
  }

  private static BadInput foreign(Path checkpoint) {
    return new BadInput(
        "%s was not written by `train`: give a file that it wrote"
            .formatted(Quote.path(checkpoint)));
  }

  private boolean isSound() {
    if ((channels != 1 && channels != 3) || Math.min(height, width) < 1
        || Math.max(height, width) > LARGEST_SIDE) {
      return false;
    }
    try {
      return options().arguments().containsAll(arguments); // options, written as we do, and nothing else
    } catch (ParameterException e) {
      return false;
    }
  }

  /** The options of the run. */
  TrainOptions options() {
    TrainOptions options = new TrainOptions();
    new CommandLine(options)
        .setExpandAtFiles(false)
        .parseArgs(arguments.toArray(String[]::new));
    return options;
  }
}
