package dev.throughline.samples.cli;

import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.optimizer.Schedule;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The schedules a user can name, each with its peak rate and the length of the run. */
enum RateSchedule {
  /** Up over the first 30 % of the run, then down to almost nothing. */
  ONE_CYCLE {
    @Override
    Schedule of(double rate, int epochs) {
      return Schedule.oneCycle(rate);
    }
  },
  /** One epoch of warm-up, then half a cosine down to zero. */
  COSINE {
    @Override
    Schedule of(double rate, int epochs) {
      return Schedule.cosine(rate).warmUp(1);
    }
  },
  /** Divided by ten at half and at three quarters of the run; He et al. 2015, section 4.2. */
  STEPS {
    @Override
    Schedule of(double rate, int epochs) {
      return Schedule.steps(rate, 0.1, 0.5 * epochs, 0.75 * epochs);
    }
  },
  /** The same rate throughout. */
  CONSTANT {
    @Override
    Schedule of(double rate, int epochs) {
      return Schedule.constant(rate);
    }
  };

  abstract Schedule of(double rate, int epochs);

  /** As on the command line: {@code one-cycle}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the value of an option. */
  static final class Converter implements ITypeConverter<RateSchedule> {
    @Override
    public RateSchedule convert(String value) {
      return Arrays.stream(values())
          .filter(schedule -> schedule.toString().equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException(
                  "there is no %s, only %s"
                      .formatted(
                          Quote.name(value),
                          String.join(
                              ", ",
                              Arrays.stream(values()).map(RateSchedule::toString).toList()))));
    }
  }
}
