package dev.throughline.runtime.training;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a checkpoint of a training run on images says about itself: enough to use its weights on other images.
 *
 * @param network fully qualified name of the interface that declares the network
 * @param epochs complete epochs
 * @param steps steps made
 * @param normalization of the training images, which other images must share
 * @param classNames names of the classes, by label
 * @param note what {@link Trainer#note} was told, or nothing
 * @param history the complete epochs
 */
public record CheckpointInfo(
    String network,
    int epochs,
    long steps,
    Normalization normalization,
    List<String> classNames,
    String note,
    List<EpochReport> history) {

  public CheckpointInfo {
    classNames = List.copyOf(classNames);
    history = List.copyOf(history);
  }

  /**
   * Reads the description, not the weights.
   *
   * @throws CheckpointException if the file is bad or no checkpoint of a training run
   */
  public static CheckpointInfo read(Path path) {
    try (SafetensorsReader file = SafetensorsReader.open(path)) {
      return read(file);
    }
  }

  /**
   * The description, if the file is a checkpoint of a training run; other weights have none.
   *
   * @throws CheckpointException if the file is bad
   */
  public static Optional<CheckpointInfo> find(Path path) {
    try (SafetensorsReader file = SafetensorsReader.open(path)) {
      return file.metadata(DataIdentity.NORMALIZATION).map(there -> read(file));
    }
  }

  private static CheckpointInfo read(SafetensorsReader file) {
    Entries entries = Entries.of(file);
    if (DataIdentity.isOfSamples(file.metadata())) {
      throw new CheckpointException(
          "%s is the checkpoint of a run on other samples than images, of which no more is told: load or resume it"
              .formatted(Quote.path(file.path())));
    }
    RunState state = RunMetadata.read(entries);
    return new CheckpointInfo(
        entries.text(Weights.NETWORK),
        state.epoch,
        state.step,
        DataIdentity.normalization(entries),
        DataIdentity.classNames(entries),
        state.note,
        state.history);
  }

  /**
   * Whether labels and values of other images mean what those of the training images did.
   *
   * @throws DataException if classes have other names or another order, or values are normalised otherwise; the
   *     message tells the first difference
   */
  public void check(Dataset data) {
    ClassList.difference("the training images", classNames, "these", data.classNames())
        .ifPresent(
            difference -> {
              throw new DataException(
                  difference + ": use images of the classes that the network was trained on");
            });
    if (!normalization.equals(data.normalization())) {
      throw new DataException(
          "the training images were normalised by %s, these by %s: add .normalize(info.normalization())"
              .formatted(normalization, data.normalization()));
    }
  }
}
