package dev.throughline.runtime.optimizer;

import java.util.Arrays;
import java.util.Locale;

/**
 * The learning rate as a function of the place in a run. Pure: a resumed run needs nothing but its
 * step count.
 */
@FunctionalInterface
public interface Schedule {
  /** The learning rate of the step at {@code place}: zero or positive, and finite. */
  double rate(Place place);

  /**
   * A place in a run.
   *
   * @param step steps made so far
   * @param stepsPerEpoch steps of one epoch
   * @param epochs epochs of the whole run
   */
  record Place(long step, int stepsPerEpoch, int epochs) {
    public Place {
      if (step < 0 || stepsPerEpoch < 1 || epochs < 1) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT,
                "no such place in a run: step %d, %d steps per epoch, %d epochs", step,
                stepsPerEpoch, epochs));
      }
    }

    /** Epochs done, with their fraction. */
    public double epoch() {
      return (double) step / stepsPerEpoch;
    }

    /** Steps of the whole run. */
    public long totalSteps() {
      return (long) stepsPerEpoch * epochs;
    }

    /** Part of the run that is done: 0 at its first step, 1 at its end and after. */
    public double fraction() {
      return Math.min(1, (double) step / totalSteps());
    }
  }

  /** The same rate throughout. */
  static Schedule constant(double rate) {
    Numbers.positive("the rate", rate);
    return place -> rate;
  }

  /**
   * Multiplies the rate by {@code factor} at the beginning of each of the epochs given, counted
   * from 0; He et al. 2015, section 4.2: {@code steps(0.1, 0.1, 82, 123)}.
   */
  static Schedule steps(double rate, double factor, double... atEpochs) {
    Numbers.positive("the rate", rate);
    Numbers.positive("the factor", factor);
    double[] milestones = atEpochs.clone();
    for (double milestone : milestones) {
      Numbers.notNegative("an epoch at which the rate changes", milestone);
    }
    return place -> {
      long passed = Arrays.stream(milestones).filter(epoch -> place.epoch() >= epoch).count();
      double result = rate;
      for (long i = 0; i < passed; i++) {
        result *= factor;
      }
      return result;
    };
  }

  /** Half a cosine from {@code rate} down to 0 at the end (Loshchilov and Hutter 2017). */
  static Schedule cosine(double rate) {
    return cosine(rate, 0);
  }

  /** Half a cosine from {@code rate} down to {@code last} at the end. */
  static Schedule cosine(double rate, double last) {
    Numbers.positive("the rate", rate);
    Numbers.notNegative("the last rate", last);
    return place -> Curves.cosine(rate, last, place.fraction());
  }

  /**
   * One cycle (Smith and Topin 2018, with the cosine flanks of PyTorch's {@code OneCycleLR}): from
   * {@code peak / 25} up to {@code peak} over the first 30 % of the run, then down to {@code peak /
   * 250,000}.
   */
  static Schedule oneCycle(double peak) {
    Numbers.positive("the peak rate", peak);
    double rise = 0.3;
    double first = peak / 25;
    double last = first / 1e4;
    return place -> {
      double done = place.fraction();
      return done < rise
          ? Curves.cosine(first, peak, done / rise)
          : Curves.cosine(peak, last, (done - rise) / (1 - rise));
    };
  }

  /**
   * This schedule, rising in proportion to the steps made through the first {@code epochs} epochs:
   * at step {@code i} of {@code n} warm-up steps the rate is {@code (i + 1) / n} of its own.
   */
  default Schedule warmUp(double epochs) {
    Numbers.notNegative("the warm-up", epochs);
    return place -> {
      double warmUpSteps = epochs * place.stepsPerEpoch();
      return rate(place) * (warmUpSteps < 1 ? 1 : Math.min(1, (place.step() + 1) / warmUpSteps));
    };
  }
}
