package dev.throughline.runtime.network;

import java.util.Locale;

/** Allocates a network's buffers, or says what to change. */
final class Buffers {
  /** HotSpot refuses arrays within a few elements of the int limit. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private Buffers() {}

  static float[] activations(NetworkSpec spec, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "`%s` cannot run batches of %d: the batch size must be positive", spec.name(),
              batch));
    }
    long perSample =
        Math.max(spec.training().floatsPerSample(), spec.inference().floatsPerSample());
    if (perSample > 0 && batch > LARGEST_ARRAY / perSample) {
      throw new NetworkMemoryException(
          String.format(Locale.ROOT,
              "`%s` needs %,d floats of activations for each sample, and a batch of %,d exceeds the",
              spec.name(), perSample, batch)
              + String.format(Locale.ROOT,
                  " %,d that a Java array holds: use a batch of at most %,d", LARGEST_ARRAY,
                  LARGEST_ARRAY / perSample));
    }
    return allocate(spec, batch, batch * perSample);
  }

  static float[] allocate(NetworkSpec spec, int batch, long floats) {
    try {
      return new float[Math.toIntExact(floats)];
    } catch (OutOfMemoryError e) {
      throw new NetworkMemoryException(
          String.format(Locale.ROOT,
              "`%s` needs %s to train at batch %,d, more than is left of the heap's %s: use a smaller",
              spec.name(), mebibytes(spec.trainingBytes(batch)), batch,
              mebibytes(Runtime.getRuntime().maxMemory()))
              + " batch, or a larger heap (java -Xmx)",
          e);
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", (bytes + (1 << 20) - 1) >> 20);
  }
}
