package dev.throughline.samples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Sides that run turn by turn: all first turns, all second ones, and so on. */
final class Turns implements AutoCloseable {
  private final StepPlan plan;
  private final Consumer<String> screen;
  private final List<Side> sides = new ArrayList<>();

  Turns(StepPlan plan, Consumer<String> screen) {
    this.plan = plan;
    this.screen = screen;
  }

  /** Starts a side, which waits for its turns. */
  void add(Launch launch) throws Absence {
    sides.add(Side.start(launch, plan));
  }

  /** Starts the fastest of a peer's settings. A setting that fails is passed over, unless it is the first. */
  void addFastest(List<Launch> settings) throws Absence {
    Launch best = settings.getFirst();
    double most = 0;
    for (Launch launch : settings) {
      try (Side side = Side.start(launch, plan)) {
        side.samplesPerSecond(plan.seconds() / 2);
        double speed = side.samplesPerSecond(plan.seconds());
        tell("tried %s: %.4g samples/s", launch, speed);
        if (speed > most) {
          most = speed;
          best = launch;
        }
      } catch (Absence e) {
        if (most == 0) {
          throw e;
        }
        tell("passed over %s: %s", launch, e.sentence());
      }
    }
    add(best);
  }

  /** Warms all sides and plays the rounds. */
  List<Timing> play() throws Absence {
    for (Side side : sides) {
      side.samplesPerSecond(plan.warmUp());
    }
    double[][] speeds = new double[sides.size()][plan.rounds()];
    for (int round = 0; round < plan.rounds(); round++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < speeds.length; i++) {
        speeds[i][round] = sides.get(i).samplesPerSecond(plan.seconds());
        line.append(
            String.format(Locale.ROOT, "%s%s %.4g", i == 0 ? "" : ", ",
                sides.get(i).launch().name(), speeds[i][round]));
      }
      tell("round %d: %s samples/s", round + 1, line);
    }
    List<Timing> timings = new ArrayList<>();
    for (int i = 0; i < speeds.length; i++) {
      Side side = sides.get(i);
      timings.add(
          new Timing(title(side), speeds[i], side.secondsToFirstStep(), side.peakBytes()));
    }
    return timings;
  }

  private static String title(Side side) {
    String settings = side.launch().settings();
    return side.launch().name() + ", " + side.description()
        + (settings.isEmpty() ? "" : ", " + settings);
  }

  private void tell(String format, Object... values) {
    screen.accept(String.format(Locale.ROOT, format, values));
  }

  @Override
  public void close() {
    sides.forEach(Side::close);
  }
}
