package dev.throughline.runtime.data;

import dev.throughline.runtime.data.Dataset.Draw;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
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

  private sealed interface Item {
    record Ready(Batch batch) implements Item {}

    record Failed(Throwable cause) implements Item {}

    record End() implements Item {}
  }

  private BatchLoader(
      Dataset data, int[] order, int capacity, int firstBatch, int batches, Draw draw) {
    int buffers = Math.clamp((long) batches - firstBatch, 1, BUFFERS);
    for (int i = 0; i < buffers; i++) {
      free.add(new Batch(capacity, data.values()));
    }
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("throughline-loader")
            .start(() -> load(data, order, capacity, firstBatch, batches, draw));
  }

  /**
   * A training epoch: shuffled, augmented, from batch {@code firstBatch} on. A last part that does
   * not fill a batch is left out, so every step sees as many samples.
   */
  public static BatchLoader training(
      Dataset data, int capacity, long seed, int epoch, int firstBatch) {
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
    return new BatchLoader(
        data,
        IntStream.range(0, data.size()).toArray(),
        capacity,
        0,
        Math.ceilDiv(data.size(), capacity),
        new Draw(0, 0, false));
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
    } catch (InterruptedException e) {
      // Closed early: nobody waits for the rest.
    } catch (Throwable t) {
      ready.add(new Item.Failed(t)); // there is always room for one more than the buffers
    }
  }

  /**
   * The next batch, or nothing after the last. The batch before it must no longer be used.
   *
   * @throws DataException if the data could not be read
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  public Optional<Batch> next() throws InterruptedException {
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
      case Error e -> throw e;
      case DataException e -> e;
      default -> new DataException("a batch could not be built: " + cause, cause);
    };
  }

  /** Stops building and waits for the thread to end. */
  @Override
  public void close() {
    ended = true;
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
