package dev.throughline.processor.emit.docs.diagram;

import java.util.stream.Collectors;

/** Raised digits. */
public final class Superscript {
  private static final String DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Superscript() {}

  /** {@code ⁻¹²} for −12. */
  public static String of(int number) {
    return String.valueOf(number).chars()
        .mapToObj(c -> c == '-' ? "⁻" : String.valueOf(DIGITS.charAt(c - '0')))
        .collect(Collectors.joining());
  }
}
