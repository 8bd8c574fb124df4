package dev.throughline.processor.fuzz;

import java.util.Random;

/** Choices that a seed makes. */
final class Draw {
  private static final int[] ODD = {1, 1, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17};
  private static final int[] WILD =
      {0, -1, 1000, 65_536, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE};

  private final Random random;

  Draw(long seed) {
    random = new Random(seed);
    random.nextInt(); // seeds side by side begin alike
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From {@code least} to {@code most}. */
  int from(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  @SafeVarargs
  final <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** A size at which loops collapse or vectors have something left over. */
  int odd() {
    return ODD[random.nextInt(ODD.length)];
  }

  /** The same, {@code most} at most. */
  int odd(int most) {
    return Math.min(odd(), most);
  }

  /** {@code value}, or once in a while a number that makes no sense there. */
  int orWild(int value) {
    return chance(0.01) ? WILD[random.nextInt(WILD.length)] : value;
  }

  /** A divisor of {@code number}. */
  int divisorOf(int number) {
    int divisor = from(1, Math.max(1, number));
    while (number % divisor != 0) {
      divisor--;
    }
    return chance(0.3) ? number : divisor;
  }

  /** {@code , name = value}, or nothing, which leaves the default. */
  String maybe(String name, Object value) {
    return chance(0.5) ? ", %s = %s".formatted(name, value) : "";
  }

  /** One number, or two in braces. */
  String pair(int rows, int columns) {
    return rows == columns && chance(0.5) ? "" + rows : "{%d, %d}".formatted(rows, columns);
  }
}
