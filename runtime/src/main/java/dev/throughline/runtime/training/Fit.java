package dev.throughline.runtime.training;

import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.NetworkSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;

/** Whether data fit a network, and what to do if they do not. */
final class Fit {
  private static final Logger LOG = System.getLogger(Fit.class.getName());

  private Fit() {}

  static void check(NetworkSpec spec, Dataset data) {
    if (!spec.classifiesImages()) {
      throw new DataException(
          "`%s` is no classifier of images: give its samples as a FeedSource"
              .formatted(spec.name()));
    }
    boolean channels = data.channels() == spec.channels();
    boolean size = data.height() == spec.height() && data.width() == spec.width();
    if (!channels || !size) {
      throw new DataException(
          String.format(Locale.ROOT, "the images are %d×%d×%d but `%s` takes %d×%d×%d%s",
              data.channels(), data.height(), data.width(), spec.name(), spec.channels(),
              spec.height(), spec.width(), remedy(spec, data)));
    }
    if (data.classes() > spec.classes()) {
      throw new DataException(
          String.format(Locale.ROOT, "the data have %d classes but `%s` tells only %d apart",
              data.classes(), spec.name(), spec.classes()));
    }
  }

  /** Labels must mean the same in both sets; a network learns the names of one. */
  static void checkTest(FeedSource ofTraining, FeedSource ofTest) {
    if (!(ofTraining instanceof ImageFeeds(Dataset training, _))
        || !(ofTest instanceof ImageFeeds(Dataset test, _))) {
      return;
    }
    ClassList.difference(
        "the training data", training.classNames(), "the test data", test.classNames())
        .ifPresent(
            difference -> {
              throw new DataException(
                  difference + ": both need the same classes in the same order");
            });
    if (!training.normalization().equals(test.normalization())) {
      LOG.log(
          Level.WARNING,
          "the test images are normalised by {0}, the training images by {1}: their scores mean little",
          test.normalization(),
          training.normalization());
    }
  }

  private static String remedy(NetworkSpec spec, Dataset data) {
    StringBuilder calls = new StringBuilder();
    if (data.channels() == 1 && spec.channels() > 1) {
      calls.append(".repeatChannels(").append(spec.channels()).append(')');
    } else if (data.channels() != spec.channels()) {
      return "";
    }
    if (data.height() > spec.height() || data.width() > spec.width()) {
      return "";
    }
    if (data.height() < spec.height() || data.width() < spec.width()) {
      calls.append(".padTo(").append(spec.height()).append(", ").append(spec.width()).append(')');
    }
    return ": add " + calls + " to the data set";
  }

  static int stepsPerEpoch(Network network, FeedSource training) {
    int steps = training.size() / network.batch();
    if (steps == 0) {
      throw new DataException(
          String.format(Locale.ROOT,
              "%,d training %s do not fill one batch of %,d: use a smaller batch",
              training.size(),
              training instanceof ImageFeeds ? "images" : "samples",
              network.batch()));
    }
    return steps;
  }
}
