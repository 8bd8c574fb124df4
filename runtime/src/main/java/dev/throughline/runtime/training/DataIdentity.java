package dev.throughline.runtime.training;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.message.Quote;
import java.util.List;
import java.util.Map;

/** What a checkpoint says of the data that its run was trained on, so that it goes on with no others. */
final class DataIdentity {
  static final String NORMALIZATION = "throughline.normalization";
  private static final String CLASSES = "throughline.classes";
  private static final String DATA = "throughline.data";

  private DataIdentity() {}

  static void put(Map<String, String> metadata, FeedSource training) {
    metadata.put(RunMetadata.TRAINING_IMAGES, Integer.toString(training.size()));
    if (training instanceof ImageFeeds(Dataset images, _)) {
      metadata.put(NORMALIZATION, images.normalization().toText());
      metadata.put(CLASSES, ClassList.toText(images.classNames()));
    } else {
      metadata.put(DATA, training.identity());
    }
  }

  /** Fails unless a run could go on with these data as it went until now. */
  static void check(Entries entries, FeedSource training) {
    if (training instanceof ImageFeeds(Dataset images, _)) {
      checkSize(entries, training, "training images");
      checkImages(entries, images);
      return;
    }
    checkSize(entries, training, "training samples");
    String then = entries.text(DATA);
    if (!then.equals(training.identity())) {
      throw new CheckpointException(
          "%s belongs to a run on other data, %s, not %s: resume with what it was begun with"
              .formatted(
                  Quote.path(entries.path()), Quote.name(then), Quote.name(training.identity())));
    }
  }

  private static void checkSize(Entries entries, FeedSource training, String what) {
    entries.checkSame(RunMetadata.TRAINING_IMAGES, training.size(), "%d " + what);
  }

  private static void checkImages(Entries entries, Dataset images) {
    ClassList.difference("its images", classNames(entries), "these", images.classNames())
        .ifPresent(
            difference -> {
              throw new CheckpointException(
                  "%s belongs to a run with other classes: %s; resume with what it was begun with"
                      .formatted(Quote.path(entries.path()), difference));
            });
    if (!entries.text(NORMALIZATION).equals(images.normalization().toText())) {
      throw new CheckpointException(
          "%s belongs to a run with images normalised by %s, not by %s: resume with what it was begun with"
              .formatted(Quote.path(entries.path()), normalization(entries),
                  images.normalization()));
    }
    normalization(entries);
  }

  static List<String> classNames(Entries entries) {
    String text = entries.text(CLASSES);
    return ClassList.parse(text).orElseThrow(() -> entries.malformed(CLASSES, text));
  }

  /** Whether the run was one on other samples. */
  static boolean isOfSamples(Map<String, String> metadata) {
    return metadata.containsKey(DATA);
  }

  static Normalization normalization(Entries entries) {
    String text = entries.text(NORMALIZATION);
    try {
      Normalization normalization = Normalization.parse(text);
      if (normalization.toText().equals(text)) {
        return normalization;
      }
    } catch (DataException e) {
      // As bad as a text that means a normalisation but is not the one it was written as.
    }
    throw entries.malformed(NORMALIZATION, text);
  }
}
