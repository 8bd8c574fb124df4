package dev.throughline.samples.cli;

import dev.throughline.runtime.message.Quote;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Readers of numbers that have to be positive. */
final class Numbers {

  private Numbers() {}

  /** Reads 1, 2, 3 and so on. */
  static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        int number = Integer.parseInt(value);
        if (number >= 1) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw new TypeConversionException(sentence(value));
      }
      throw new TypeConversionException(sentence(value));
    }

    private static String sentence(String value) {
      return "%s is not a whole number of at least 1".formatted(Quote.name(value));
    }
  }

  /** Reads a finite number above 0. */
  static final class PositiveReal implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      double number;
      try {
        number = Double.parseDouble(value);
      } catch (NumberFormatException e) {
        number = Double.NaN;
      }
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
      throw new TypeConversionException(
          "%s is not a number above 0".formatted(Quote.name(value)));
    }
  }
}
