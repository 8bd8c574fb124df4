package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes images of one shape readable for a network of another, and says how. */
final class Fit {

  private Fit() {}

  /** Pads smaller images with black and repeats grey; what takes more than that is refused. */
  static Dataset apply(Dataset images, NetworkSpec network) {
    checkClasses(images, network);
    checkShape(images, network);
    Dataset padded = images.padTo(network.height(), network.width());
    return repeats(images, network) ? padded.repeatChannels(network.channels()) : padded;
  }

  private static void checkClasses(Dataset images, NetworkSpec network) {
    if (images.classes() != network.classes()) {
      throw new BadInput(
          String.format(Locale.ROOT,
              "the images have %d classes and %s tells %d apart: choose another --data or --network, or",
              images.classes(), network.name(), network.classes())
              + String.format(Locale.ROOT, " give %s.java a last @Linear(units = %d)",
                  network.name(), images.classes()));
    }
  }

  private static void checkShape(Dataset images, NetworkSpec network) {
    if (images.height() > network.height()
        || images.width() > network.width()
        || (images.channels() != network.channels() && !repeats(images, network))) {
      throw new BadInput(
          "images of %s do not fit %s, which reads %s: choose another --network or --data"
              .formatted(
                  shape(images.channels(), images.height(), images.width()),
                  network.name(),
                  shape(network.channels(), network.height(), network.width())));
    }
  }

  private static boolean repeats(Dataset images, NetworkSpec network) {
    return images.channels() == 1 && network.channels() > 1;
  }

  /** How {@link #apply} changes images of this shape; empty if it leaves them as they are. */
  static List<String> steps(Dataset images, NetworkSpec network) {
    List<String> steps = new ArrayList<>();
    if (images.height() != network.height() || images.width() != network.width()) {
      steps.add(
          String.format(Locale.ROOT, "padded with black from %d×%d to %d×%d", images.height(),
              images.width(), network.height(), network.width()));
    }
    if (repeats(images, network)) {
      steps.add(String.format(Locale.ROOT, "grey repeated in %d channels", network.channels()));
    }
    return steps;
  }

  static String shape(int channels, int height, int width) {
    return String.format(Locale.ROOT, "%d×%d×%d", channels, height, width);
  }
}
