package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Tile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Computes what the formula in the comment of a tile says, letter by letter. */
final class TileFormula {
  private static final Pattern FORMULA =
      Pattern.compile(
          "(?<y>\\w+)\\[(?<at>[\\w\\]\\[]+)] (?<op>\\+?=) Σ (?<over>[\\w,]+)  "
              + "(?<a>\\w+)\\[(?<ofA>.*)] · (?<b>\\w+)\\[(?<ofB>.*)]");

  private final Matcher formula;

  TileFormula(Tile tile) {
    formula = FORMULA.matcher(tile.formula());
    if (!formula.matches()) {
      throw new IllegalArgumentException(tile.formula());
    }
  }

  /** The letters of an element of the result. */
  List<String> indices() {
    return List.of(formula.group("at").split("\\]\\["));
  }

  /** The letters of the sum, the last one running fastest. */
  List<String> over() {
    return List.of(formula.group("over").split(","));
  }

  /**
   * The element at {@code numbers}.
   *
   * @param stored what the result holds there
   * @param numbers of every letter and name
   */
  float value(
      float stored, Map<String, Integer> extents, Map<String, Integer> numbers,
      Map<String, float[]> buffers) {
    float start = formula.group("op").equals("+=") ? stored : 0;
    return sum(start, 0, extents, new HashMap<>(numbers), buffers);
  }

  private float sum(
      float start, int depth, Map<String, Integer> extents, Map<String, Integer> numbers,
      Map<String, float[]> buffers) {
    if (depth == over().size()) {
      float a = buffers.get(formula.group("a"))[new Index(formula.group("ofA"), numbers).value()];
      float b = buffers.get(formula.group("b"))[new Index(formula.group("ofB"), numbers).value()];
      return Math.fma(a, b, start);
    }
    String letter = over().get(depth);
    float sum = start;
    for (int i = 0; i < extents.get(letter); i++) {
      numbers.put(letter, i);
      sum = sum(sum, depth + 1, extents, numbers, buffers);
    }
    return sum;
  }

  /** A sum of products of names, numbers and sums in brackets. */
  private static final class Index {
    private static final Pattern WORD = Pattern.compile("\\w+");

    private final String text;
    private final Map<String, Integer> numbers;
    private int at;

    Index(String text, Map<String, Integer> numbers) {
      this.text = text.replace(" ", "");
      this.numbers = numbers;
    }

    int value() {
      int sum = product();
      while (at < text.length() && text.charAt(at) != ')') {
        int sign = text.charAt(at++) == '+' ? 1 : -1;
        sum += sign * product();
      }
      return sum;
    }

    private int product() {
      int product = factor();
      while (at < text.length() && text.charAt(at) == '·') {
        at++;
        product *= factor();
      }
      return product;
    }

    private int factor() {
      if (text.charAt(at) == '(') {
        at++;
        int sum = value();
        at++;
        return sum;
      }
      Matcher word = WORD.matcher(text).region(at, text.length());
      if (!word.lookingAt()) {
        throw new IllegalArgumentException(text.substring(at));
      }
      at = word.end();
      String name = word.group();
      return numbers.containsKey(name) ? numbers.get(name) : Integer.parseInt(name);
    }
  }
}
