package dev.throughline.runtime.listener;

import dev.throughline.runtime.training.EpochReport;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.Score;
import dev.throughline.runtime.training.StepReport;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Progress on the screen: while an epoch runs, a bar with images or samples a second, loss, accuracy and the
 * time left; after it, one line. Without a terminal, or without the library {@code
 * me.tongfei:progressbar}, the lines only.
 */
public final class ProgressBar implements Listener {
  private final PrintStream lines;
  private final Optional<Console> terminal;
  private Optional<TerminalBar> bar = Optional.empty();
  private long firstStep;
  private long firstNanos;
  private long epochFirstStep;
  private long epochNanos;

  /** Writes lines to the standard output and draws the bar on the terminal, if there is one. */
  public ProgressBar() {
    this(System.out, Optional.ofNullable(System.console()).filter(Console::isTerminal));
  }

  /** Writes lines to a stream and draws no bar. */
  public ProgressBar(PrintStream lines) {
    this(lines, Optional.empty());
  }

  private ProgressBar(PrintStream lines, Optional<Console> terminal) {
    this.lines = lines;
    this.terminal = terminal.filter(_ -> TerminalBar.isPossible());
    if (terminal.isPresent() && this.terminal.isEmpty()) {
      System.getLogger(ProgressBar.class.getName())
          .log(System.Logger.Level.INFO, "no bar is drawn: `me.tongfei:progressbar` is missing");
    }
  }

  @Override
  public void started(Run run) {
    firstStep = run.steps();
    firstNanos = System.nanoTime();
  }

  @Override
  public void epochStarted(Run run) {
    epochFirstStep = run.steps();
    epochNanos = System.nanoTime();
    bar = terminal.map(console -> TerminalBar.draw(run, console));
  }

  @Override
  public void stepEnded(Run run, StepReport report) {
    bar.ifPresent(
        shown -> shown.step(
            report.samples(),
            String.format(
                Locale.ROOT,
                " %,.0f %s/s, %s, %s left",
                (run.steps() - epochFirstStep) * report.samples() / seconds(epochNanos),
                unit(run),
                text(run.soFar()),
                timeLeft(run))));
  }

  /** Time left of the whole run, at the pace since it began, evaluations included. */
  private String timeLeft(Run run) {
    double pace = seconds(firstNanos) / (run.steps() - firstStep);
    long steps = (long) run.stepsPerEpoch() * run.epochs() - run.steps();
    Duration left = Duration.ofSeconds(Math.round(pace * steps));
    return left.toHours() > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(),
            left.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", left.toMinutesPart(), left.toSecondsPart());
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  @Override
  public void epochEnded(Run run, EpochReport report) {
    closeBar();
    lines.printf(
        Locale.ROOT,
        "epoch %d/%d  %s%s  %,.0f %s/s%n",
        report.epoch(),
        run.epochs(),
        text(report.training()),
        report.test().map(score -> "  test " + text(score)).orElse(""),
        report.imagesPerSecond(),
        unit(run));
    lines.flush();
  }

  private static String unit(Run run) {
    return run.network().spec().classifiesImages() ? "img" : "samples";
  }

  private static String text(Score score) {
    return score.hasAccuracy()
        ? String.format(
            Locale.ROOT, "loss %.4f, accuracy %.2f %%", score.loss(), 100 * score.accuracy())
        : String.format(Locale.ROOT, "loss %.4f", score.loss());
  }

  @Override
  public void ended(Run run) {
    closeBar();
  }

  private void closeBar() {
    bar.ifPresent(TerminalBar::close);
    bar = Optional.empty();
  }
}
