package dev.throughline.samples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Timings as a table in Markdown. */
final class Report {

  private Report() {}

  /** Lines of a report; {@code timings} are ours, then the peers'. */
  static List<String> of(StepPlan plan, String machine, List<Timing> timings) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(Locale.ROOT, "%s, %s, batch %d, %d thread%s a side, %d turns of %s s",
            plan.network().name(), plan.mode(), plan.batch(), plan.threads(),
            plan.threads() == 1 ? "" : "s", plan.rounds(), plan.seconds()));
    lines.add("");
    lines.add(machine + (plan.avx2() ? ", held to AVX2" : ""));
    lines.add("");
    lines.add(
        "| | samples/s | from … to | ms a step | ours ÷ this | start to first step | peak memory |");
    lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    double ours = timings.getFirst().median();
    for (int i = 0; i < timings.size(); i++) {
      lines.add(row(timings.get(i), plan.batch(), i == 0 ? "" : ratio(ours, timings.get(i))));
    }
    return lines;
  }

  private static String ratio(double ours, Timing peer) {
    return String.format(Locale.ROOT, "%.2f", ours / peer.median());
  }

  private static String row(Timing timing, int batch, String ratio) {
    String memory =
        timing.peakBytes().isPresent()
            ? String.format(Locale.ROOT, "%,d MB", timing.peakBytes().getAsLong() / 1_000_000)
            : "";
    return String.format(Locale.ROOT, "| %s | %s | %s … %s | %.2f | %s | %.2f s | %s |",
        timing.side(), speed(timing.median()), speed(timing.slowest()), speed(timing.fastest()),
        batch / timing.median() * 1_000, ratio, timing.secondsToFirstStep(), memory);
  }

  private static String speed(double samples) {
    return String.format(Locale.ROOT, samples < 100 ? "%.1f" : "%,.0f", samples);
  }
}
