package dev.throughline.runtime.data;

import dev.throughline.runtime.data.Dataset.Draw;
import dev.throughline.runtime.message.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one pass over a data set, built ahead on another thread: while one is in use, up
 * to two wait. What goes wrong over there is thrown from {@link #next}.
 */
public final class BatchLoader implements AutoCloseable {
  private static final int BUFFERS = 3;

  private final BlockingQueue<Item> ready = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread thread;
  private @Nullable Batch inUse;
  private boolean ended;
  private volatile boolean closed;

  private sealed interface Item {
    record Ready(Batch batch) implements Item {}

    record Failed(Throwable cause) implements Item {}

    record End() implements Item {}
  }

  private BatchLoader(
      Dataset data, int[] order, int capacity, int firstBatch, int batches, Draw draw) {
    int buffers = Math.clamp((long) batches - firstBatch, 1, BUFFERS);
    free.addAll(batches(buffers, capacity, data.values()));
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("throughline-loader")
            .unstarted(() -> load(data, order, capacity, firstBatch, batches, draw));
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // of threads, not of memory
      throw new DataException(
          "the thread that builds batches could not be started: the system allows no more", e);
    }
  }

  private static List<Batch> batches(int buffers, int capacity, int values) {
    long bytes = (long) buffers * capacity * Float.BYTES * values;
    return Heap.take(
        String.format(Locale.ROOT, "%d batches of %,d images", buffers, capacity),
        bytes,
        "use a smaller batch",
        () -> Stream.generate(() -> new Batch(capacity, values)).limit(buffers).toList());
  }

  /**
   * A training epoch: shuffled, augmented, from batch {@code firstBatch} on. A last part that does
   * not fill a batch is left out, so every step sees as many samples.
   *
   * @param firstBatch from 0; after the last batch there is nothing
   */
  public static BatchLoader training(
      Dataset data, int capacity, long seed, int epoch, int firstBatch) {
    checkCapacity(capacity);
    if (firstBatch < 0 || epoch < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there is no batch %,d in epoch %,d: both count from 0",
              firstBatch, epoch));
    }
    return new BatchLoader(
        data,
        Shuffle.order(data.size(), seed, epoch),
        capacity,
        firstBatch,
        data.size() / capacity,
        new Draw(seed, epoch, true));
  }

  /** All samples in order, as they are; the last batch may be smaller. */
  public static BatchLoader evaluation(Dataset data, int capacity) {
    checkCapacity(capacity);
    return new BatchLoader(
        data,
        IntStream.range(0, data.size()).toArray(),
        capacity,
        0,
        Math.ceilDiv(data.size(), capacity),
        new Draw(0, 0, false));
  }

  private static void checkCapacity(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a batch has 1 image or more, not %,d", capacity));
    }
  }

  private void load(
      Dataset data, int[] order, int capacity, int firstBatch, int batches, Draw draw) {
    try {
      for (int b = firstBatch; b < batches; b++) {
        Batch batch = free.take();
        int from = b * capacity;
        batch.fill(data, order, from, Math.min(capacity, order.length - from), draw);
        ready.put(new Item.Ready(batch));
      }
      ready.put(new Item.End());
    } catch (Throwable t) {
      // There is always room for one more than the buffers, and somebody may be waiting for it.
      ready.add(closed ? new Item.End() : new Item.Failed(t));
    }
  }

  /**
   * The next batch, or nothing after the last. The batch before it must no longer be used.
   *
   * @throws DataException if the data could not be read
   * @throws IllegalStateException after {@link #close}
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  public Optional<Batch> next() throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("this loader is closed");
    }
    if (ended) {
      return Optional.empty();
    }
    Batch used = inUse;
    if (used != null) {
      inUse = null;
      free.add(used);
    }
    return switch (ready.take()) {
      case Item.Ready(Batch batch) -> {
        inUse = batch;
        yield Optional.of(batch);
      }
      case Item.End() -> {
        ended = true;
        yield Optional.empty();
      }
      case Item.Failed(Throwable cause) -> {
        ended = true;
        throw failure(cause);
      }
    };
  }

  private static RuntimeException failure(Throwable cause) {
    return switch (cause) {
      case DataException e -> e;
      case OutOfMemoryError e ->
          new DataException("a batch could not be built: the heap is full; give Java more by -Xmx",
              e);
      case Error e -> throw e;
      case InterruptedException e ->
          new DataException("a batch could not be built: its thread was interrupted", e);
      default -> new DataException("a batch could not be built: " + Reason.of(cause), cause);
    };
  }

  /** Stops building and waits for the thread to end. Closing again does nothing. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
