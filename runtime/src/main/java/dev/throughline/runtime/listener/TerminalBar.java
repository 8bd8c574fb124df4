package dev.throughline.runtime.listener;

import dev.throughline.runtime.training.Run;
import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The bar of one epoch: all that needs the library that draws it, which may be left off the class path. */
final class TerminalBar {
  private static final int REDRAW_MILLIS = 250;

  private final ProgressBar shown;

  private TerminalBar(ProgressBar shown) {
    this.shown = shown;
  }

  /** Whether there is a library to draw with. */
  static boolean isPossible() {
    try {
      Class.forName(
          "me.tongfei.progressbar.ProgressBar", false, TerminalBar.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static TerminalBar draw(Run run, Console console) {
    int batch = run.network().batch();
    boolean unicode = StandardCharsets.UTF_8.equals(console.charset());
    return new TerminalBar(
        new ProgressBarBuilder()
            .setTaskName(
                String.format(Locale.ROOT, "epoch %d/%d", run.epochsDone() + 1, run.epochs()))
            .setInitialMax((long) run.stepsPerEpoch() * batch)
            .startsFrom((long) run.stepsInEpoch() * batch, Duration.ZERO)
            .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setUnit(" img", 1)
            .hideEta()
            .clearDisplayOnFinish()
            .build());
  }

  void step(int samples, String message) {
    shown.stepBy(samples);
    shown.setExtraMessage(message);
  }

  void close() {
    shown.close();
  }
}
