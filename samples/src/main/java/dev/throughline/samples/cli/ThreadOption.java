package dev.throughline.samples.cli;

import dev.throughline.runtime.device.Device;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a network runs. */
final class ThreadOption {
  private static final int MOST_THREADS = 1_024;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = Numbers.Positive.class,
      description = "Threads (default: one for each processor); results do not depend on them.")
  private @Nullable Integer threads;

  /** The device asked for; whoever opens it closes it. */
  Device open() {
    check();
    return threads == null ? Device.cpu() : Device.cpu(threads);
  }

  /** How many there are to be. */
  int count() {
    check();
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private void check() {
    if (threads != null && threads > MOST_THREADS) {
      throw new BadInput(
          String.format(Locale.ROOT,
              "--threads takes 1 to %,d, not %,d; this machine has %d processors", MOST_THREADS,
              threads, Runtime.getRuntime().availableProcessors()));
    }
  }
}
