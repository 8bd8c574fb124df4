package dev.throughline.runtime.data;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether data fit into memory before it is taken. One set of images or one batch loader may take up
 * to three quarters of the largest heap.
 */
final class Heap {
  /** What an image takes beside its pixels: headers, a place in a list, a label. */
  static final int BYTES_PER_IMAGE = 48;

  private Heap() {}

  /** Bytes that one claim may come to. */
  static long most() {
    return Runtime.getRuntime().maxMemory() / 4 * 3;
  }

  /**
   * Takes memory, or says that there is too little.
   *
   * @param what begins the sentence, such as "the images of `train`"
   * @param bytes what is about to be taken
   * @param wayOut how to need less
   */
  static <T> T take(String what, long bytes, String wayOut, Supplier<T> taken) {
    if (bytes > most()) {
      throw tooLarge(what, bytes, wayOut, null);
    }
    try {
      return taken.get();
    } catch (OutOfMemoryError e) { // what else the program holds leaves too little
      throw tooLarge(what, bytes, wayOut, e);
    }
  }

  static DataException tooLarge(
      String what, long bytes, String wayOut, @Nullable OutOfMemoryError cause) {
    String sentence =
        String.format(Locale.ROOT,
            "%s need %,d MB of memory, more than a heap of %,d MB has left: give Java more by -Xmx, or %s",
            what, (bytes >> 20) + 1, Runtime.getRuntime().maxMemory() >> 20, wayOut);
    return cause == null ? new DataException(sentence) : new DataException(sentence, cause);
  }
}
