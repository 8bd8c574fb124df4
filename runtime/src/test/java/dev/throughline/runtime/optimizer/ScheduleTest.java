package dev.throughline.runtime.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final int STEPS = 10;
  private static final int EPOCHS = 20;

  private static double at(Schedule schedule, double epoch) {
    return schedule.rate(new Schedule.Place(Math.round(epoch * STEPS), STEPS, EPOCHS));
  }

  @Test
  void constantStaysTheSame() {
    assertEquals(0.1, at(Schedule.constant(0.1), 0));
    assertEquals(0.1, at(Schedule.constant(0.1), 19.9));
  }

  @Test
  void stepsFallAtTheBeginningOfTheirEpochs() {
    Schedule steps = Schedule.steps(0.1, 0.1, 8, 12);
    assertEquals(0.1, at(steps, 7.9));
    assertEquals(0.1 * 0.1, at(steps, 8));
    assertEquals(0.1 * 0.1, at(steps, 11.9));
    assertEquals(0.1 * 0.1 * 0.1, at(steps, 12));
  }

  @Test
  void cosineGoesFromTheRateToTheLast() {
    Schedule cosine = Schedule.cosine(0.4, 0.1);
    assertEquals(0.4, at(cosine, 0));
    assertEquals(0.25, at(cosine, 10), 1e-12);
    assertEquals(0.4 - 0.3 * (1 - Math.sqrt(0.5)) / 2, at(cosine, 5), 1e-12);
    assertEquals(0.1, at(cosine, 20), 1e-12);
    assertEquals(0.1, at(cosine, 25), 1e-12);
    assertEquals(0, at(Schedule.cosine(0.4), 20), 1e-12);
  }

  @Test
  void warmUpRisesToTheScheduleItWraps() {
    Schedule warm = Schedule.constant(0.2).warmUp(2);
    assertEquals(0.2 / 20, at(warm, 0), 1e-12);
    assertEquals(0.2 * 11 / 20, at(warm, 1), 1e-12);
    assertEquals(0.2, at(warm, 1.9), 1e-12);
    assertEquals(0.2, at(warm, 5), 1e-12);
    assertEquals(0.2, at(Schedule.constant(0.2).warmUp(0), 0));
    double cosine = at(Schedule.cosine(0.2), 0.5);
    assertEquals(cosine * 6 / 20, at(Schedule.cosine(0.2).warmUp(2), 0.5), 1e-12);
  }

  @Test
  void oneCycleRisesToItsPeakAndFallsToAlmostNothing() {
    Schedule cycle = Schedule.oneCycle(1);
    assertEquals(1 / 25.0, at(cycle, 0), 1e-12);
    assertEquals(1, at(cycle, 0.3 * EPOCHS), 1e-12);
    assertEquals(1 / 25.0 / 1e4, at(cycle, EPOCHS), 1e-12);
    for (int step = 1; step <= STEPS * EPOCHS; step++) {
      double before = cycle.rate(new Schedule.Place(step - 1, STEPS, EPOCHS));
      double now = cycle.rate(new Schedule.Place(step, STEPS, EPOCHS));
      assertTrue(step <= 60 ? now > before : now < before, "step " + step);
    }
  }

  @Test
  void badNumbersAreTold() {
    assertEquals(
        "the rate must be positive, not 0.0",
        assertThrows(IllegalArgumentException.class, () -> Schedule.constant(0)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Schedule.steps(0.1, -1, 3));
    assertThrows(IllegalArgumentException.class, () -> Schedule.oneCycle(-1));
    for (double bad : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> Schedule.constant(bad));
      assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0.1, bad));
      assertThrows(IllegalArgumentException.class, () -> Schedule.steps(0.1, bad, 3));
      assertThrows(IllegalArgumentException.class, () -> Schedule.steps(0.1, 0.1, 3, bad));
      assertThrows(IllegalArgumentException.class, () -> Schedule.constant(1).warmUp(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Place(0, 0, 1));
  }
}
