package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.spec.NetworkSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/** Allocates a network's buffers, or says what to change. */
final class Buffers {
  /** HotSpot refuses arrays within a few elements of the int limit. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final long MEBIBYTE = 1 << 20;

  private final NetworkSpec spec;
  private final int batch;
  private final String purpose;
  private final IntToLongFunction bytes;

  /**
   * For one network.
   *
   * @param purpose a verb: what the network needs the memory to do
   * @param bytes what it needs at a batch size
   */
  Buffers(NetworkSpec spec, int batch, String purpose, IntToLongFunction bytes) {
    if (batch < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "`%s` cannot run batches of %d: the batch size must be positive", spec.name(),
              batch));
    }
    this.spec = spec;
    this.batch = batch;
    this.purpose = purpose;
    this.bytes = bytes;
  }

  /**
   * What {@code allocation} makes.
   *
   * @throws NetworkMemoryException if it does not fit into the heap; nothing is held then
   */
  <T> T within(Supplier<T> allocation) {
    // What can never fit is not tried: the attempt would take all memory from everybody else.
    if (bytes.applyAsLong(batch) > Runtime.getRuntime().maxMemory()) {
      throw new NetworkMemoryException(tooLarge());
    }
    try {
      return allocation.get();
    } catch (OutOfMemoryError e) {
      throw new NetworkMemoryException(tooLarge(), e);
    }
  }

  float[] activations(long perSample) {
    if (perSample > 0 && batch > LARGEST_ARRAY / perSample) {
      throw new NetworkMemoryException(
          String.format(Locale.ROOT,
              "`%s` needs %,d floats of activations for each sample, and a batch of %,d exceeds the",
              spec.name(), perSample, batch)
              + String.format(Locale.ROOT, " %,d that a Java array holds: %s", LARGEST_ARRAY,
                  remedy(left())));
    }
    return floats(batch * perSample);
  }

  static float[] floats(long count) {
    return new float[Math.toIntExact(count)];
  }

  /** Fails unless so much could still be had. */
  static void probe(int bytes) {
    if (new byte[bytes].length != bytes) {
      throw new OutOfMemoryError();
    }
  }

  private String tooLarge() {
    long wanted = bytes.applyAsLong(batch);
    // It did not fit, whatever is free by now: another thread may have held the rest.
    long left = Math.max(0, Math.min(left(), wanted - MEBIBYTE));
    long more = wanted - left;
    return String.format(Locale.ROOT,
        "`%s` needs %s to %s at batch %,d, %s more than the %s that are left in one piece of the heap's"
            + " %s: %s",
        spec.name(), mebibytes(wanted), purpose, batch, mebibytes(more), mebibytes(left),
        mebibytes(Runtime.getRuntime().maxMemory()), remedy(left));
  }

  /** Bytes of the heap that arrays can still take in one piece; HotSpot cannot fill it to the last. */
  private static long left() {
    System.gc(); // what failed is garbage by now, and must not count
    Runtime machine = Runtime.getRuntime();
    long all = machine.maxMemory() - machine.totalMemory() + machine.freeMemory();
    return Math.min(all, largestPiece(all)) / 8 * 7;
  }

  /** Most collectors divide the heap, and an array lies in one part of it. */
  private static long largestPiece(long all) {
    try {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getUsage)
          .mapToLong(usage -> usage.getMax() - usage.getUsed())
          .max()
          .orElse(all);
    } catch (LinkageError e) { // a Java image without the module: two thirds are the old generation
      return all / 2;
    }
  }

  private String remedy(long left) {
    long one = bytes.applyAsLong(1);
    long perSample = bytes.applyAsLong(2) - one;
    if (one > left) {
      return "use a larger heap (java -Xmx): a batch of 1 needs " + mebibytes(one);
    }
    long fits = perSample == 0 ? batch : 1 + (left - one) / perSample;
    long arrayHolds = perSample == 0 ? batch : LARGEST_ARRAY / (perSample / Float.BYTES);
    return String.format(Locale.ROOT,
        "use a batch of at most %,d, or a larger heap (java -Xmx)", Math.min(fits, arrayHolds));
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", (bytes + MEBIBYTE - 1) / MEBIBYTE);
  }
}
