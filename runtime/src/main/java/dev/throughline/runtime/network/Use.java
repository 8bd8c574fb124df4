package dev.throughline.runtime.network;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a network to one thread at a time, and tells who may read what a pass left.
 *
 * <p>A network may be handed from thread to thread. What is refused is a call while another thread's is under way,
 * and reading results by a thread whose own pass another thread's has overwritten: it would take them for its own.
 */
final class Use {
  private final String network;
  private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
  private final ThreadLocal<Boolean> hasRun = ThreadLocal.withInitial(() -> false);
  private volatile long lastThread = -1;
  private volatile boolean closed;

  Use(String network) {
    this.network = network;
  }

  /** Begins a call that changes the network; {@link #leave} must follow. */
  void enter() {
    checkOpen();
    Thread me = Thread.currentThread();
    Thread other = inside.compareAndExchange(null, me);
    if (other != null) {
      throw inUse(other);
    }
  }

  void leave() {
    inside.set(null);
  }

  /** Notes that the calling thread's batch is the one that the network now holds. */
  void takeOver() {
    long me = Thread.currentThread().threadId();
    if (lastThread != me) {
      lastThread = me;
      hasRun.set(true);
    }
  }

  /** Fails if the calling thread would take another thread's batch or results for its own. */
  void checkMine() {
    checkOpen();
    Thread me = Thread.currentThread();
    Thread other = inside.get();
    if (other != null && other != me) {
      throw inUse(other);
    }
    if (lastThread != me.threadId() && hasRun.get()) {
      throw new IllegalStateException(
          "another thread has used `%s` since this thread fed it: %s".formatted(network, remedy()));
    }
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "`%s` is closed: make another network, or close this one later".formatted(network));
    }
  }

  void close() {
    closed = true;
  }

  private IllegalStateException inUse(Thread other) {
    return new IllegalStateException(
        "`%s` is in use by the thread \"%s\": %s".formatted(network, other.getName(), remedy()));
  }

  private static String remedy() {
    return "a network serves one thread at a time; let threads share a Predictor to predict";
  }
}
