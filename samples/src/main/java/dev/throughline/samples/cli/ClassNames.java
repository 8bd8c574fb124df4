package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Images;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.training.CheckpointInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The classes a network was trained on: labels of other images follow their names, not their numbers. */
record ClassNames(List<String> trained) {

  /** The names in a checkpoint. */
  static ClassNames of(CheckpointInfo info, NetworkSpec network) {
    if (info.classNames().size() != network.classes()) {
      throw new BadInput(
          String.format(Locale.ROOT,
              "the checkpoint is damaged: it names %,d classes, and %s tells %,d apart; take another",
              info.classNames().size(), network.name(), network.classes()));
    }
    return new ClassNames(info.classNames());
  }

  /**
   * The images, labelled as the network was trained: as they are where names are the same, or are only
   * numbers; in another order where they are the same names in another order.
   */
  Dataset label(Dataset images) {
    List<String> names = images.classNames();
    if (names.equals(trained) || names.size() != trained.size() || isNumbered(images)) {
      return images; // of another number of classes Fit tells
    }
    if (new HashSet<>(names).equals(new HashSet<>(trained))) {
      return Dataset.of(new Relabelled(images.images(), trained));
    }
    List<String> unknown = names.stream().filter(name -> !trained.contains(name)).toList();
    List<String> missing = trained.stream().filter(name -> !names.contains(name)).toList();
    throw new BadInput(
        "the images have classes that the network was not trained on: %s in place of %s; choose another"
            .formatted(Quote.names(unknown), Quote.names(missing))
            + " --data or --checkpoint");
  }

  /** Whether names on one side are only the labels, as in IDX files: then there is nothing to compare. */
  boolean isNumbered(Dataset images) {
    return !trained.equals(images.classNames())
        && (isNumbered(trained) || isNumbered(images.classNames()));
  }

  private static boolean isNumbered(List<String> names) {
    return IntStream.range(0, names.size())
        .allMatch(k -> names.get(k).equals(String.format(Locale.ROOT, "%d", k)));
  }

  /** The same images, with labels that count in another list of the same names. */
  private record Relabelled(Images images, List<String> classNames) implements Images {
    @Override
    public int size() {
      return images.size();
    }

    @Override
    public int channels() {
      return images.channels();
    }

    @Override
    public int height() {
      return images.height();
    }

    @Override
    public int width() {
      return images.width();
    }

    @Override
    public int label(int index) {
      return classNames.indexOf(images.classNames().get(images.label(index)));
    }

    @Override
    public void read(int index, byte[] into) {
      images.read(index, into);
    }
  }
}
