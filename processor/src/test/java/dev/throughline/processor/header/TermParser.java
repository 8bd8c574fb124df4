package dev.throughline.processor.header;

import dev.throughline.processor.header.Term.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a formula the way a person does: products before sums, a sum sign before the product that follows it. */
final class TermParser {
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?(E-?\\d+)?");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z]\\w*");
  private static final Pattern LETTERS = Pattern.compile("(\\w+(,\\w+)*)  ");
  private static final Pattern FIRST =
      Pattern.compile("(\\w+(?:,\\w+)*) is the first with (.*)");

  private final String text;
  private boolean whole;
  private int at;

  private TermParser(String text, boolean whole) {
    this.text = text;
    this.whole = whole;
  }

  /** What is a number with a fraction. */
  static Term number(String text) {
    return new TermParser(text, false).all();
  }

  /** What counts places. */
  static Term whole(String text) {
    return new TermParser(text, true).all();
  }

  static Condition condition(String text) {
    if (text.equals("n is in split")) {
      return new Condition.InSplit();
    }
    Matcher first = FIRST.matcher(text);
    if (first.matches()) {
      return new Condition.First(
          List.of(first.group(1).split(",")), compared(first.group(2)));
    }
    return compared(text);
  }

  private static Condition.Compared compared(String text) {
    TermParser parser = new TermParser(text, true);
    Condition.Compared compared = parser.compared();
    parser.end();
    return compared;
  }

  private Term all() {
    Term term = sum();
    end();
    return term;
  }

  private void end() {
    if (at < text.length()) {
      throw wrong();
    }
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "cannot read `%s` of `%s`".formatted(text.substring(at), text));
  }

  private Condition.Compared compared() {
    Term a = sum();
    skip();
    char by = text.charAt(at++);
    if ("=<>".indexOf(by) < 0) {
      throw wrong();
    }
    return new Condition.Compared(a, by, sum());
  }

  private Term sum() {
    Term sum = product();
    for (char op = next("+−"); op != 0; op = next("+−")) {
      sum = new Term.Operation(op, sum, product(), whole);
    }
    return sum;
  }

  private Term product() {
    Term product = factor();
    for (char op = next("·/%"); op != 0; op = next("·/%")) {
      product = new Term.Operation(op, product, factor(), whole);
    }
    return product;
  }

  private Term factor() {
    if (next("−-") != 0) {
      return new Term.Operation('−', new Term.Constant(0), factor(), whole);
    }
    Term atom = atom();
    return next("²") == 0 ? atom : new Term.Operation('·', atom, atom, whole);
  }

  private Term atom() {
    skip();
    if (next("Σ") != 0) {
      skip();
      return new Term.Over(true, letters(), product());
    }
    if (next("√") != 0) {
      return new Term.Call("√", List.of(atom()));
    }
    if (text.startsWith("σ(", at)) {
      at++;
      return new Term.Call("σ", arguments());
    }
    if (next("(") != 0) {
      return bracket();
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (number.lookingAt()) {
      at = number.end();
      Term factor = new Term.Constant(Double.parseDouble(number.group()));
      boolean before = NAME.matcher(text).region(at, text.length()).lookingAt();
      return before ? new Term.Operation('·', factor, atom(), whole) : factor;
    }
    return named();
  }

  private Term bracket() {
    Term inner = sum();
    skip();
    if (next(")") != 0) {
      return inner;
    }
    char by = text.charAt(at++);
    if ("=>?".indexOf(by) < 0) {
      throw wrong();
    }
    // A switch by itself is on if it is positive.
    Term b = by == '?' ? new Term.Constant(0) : sum();
    if (by == '?') {
      at--;
      by = '>';
    }
    expect('?');
    Term then = sum();
    expect(':');
    Term otherwise = sum();
    expect(')');
    return new Term.Select(new Condition.Compared(inner, by, b), then, otherwise);
  }

  private Term named() {
    Matcher name = NAME.matcher(text).region(at, text.length());
    if (!name.lookingAt()) {
      throw wrong();
    }
    at = name.end();
    if (text.startsWith("(", at)) {
      return new Term.Call(name.group(), arguments());
    }
    if (text.startsWith("[", at)) {
      boolean outside = whole;
      whole = true;
      at++;
      List<Term> index = new ArrayList<>(List.of(sum()));
      while (next(",") != 0) {
        index.add(sum());
      }
      expect(']');
      whole = outside;
      return new Term.Subscripted(name.group(), index);
    }
    if (name.group().equals("max") && text.startsWith(" ", at)) {
      int before = at++;
      if (LETTERS.matcher(text).region(at, text.length()).lookingAt()) {
        return new Term.Over(false, letters(), product());
      }
      at = before;
    }
    return new Term.Name(name.group(), whole);
  }

  private List<Term> arguments() {
    expect('(');
    List<Term> arguments = new ArrayList<>(List.of(sum()));
    while (next(",") != 0) {
      arguments.add(sum());
    }
    expect(')');
    return arguments;
  }

  private List<String> letters() {
    Matcher letters = LETTERS.matcher(text).region(at, text.length());
    if (!letters.lookingAt()) {
      throw wrong();
    }
    at = letters.end();
    return List.of(letters.group(1).split(","));
  }

  private void skip() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  /** The character at hand if it is one of {@code these}, which is passed over; else 0. */
  private char next(String these) {
    skip();
    return at < text.length() && these.indexOf(text.charAt(at)) >= 0 ? text.charAt(at++) : 0;
  }

  private void expect(char wanted) {
    if (next(String.valueOf(wanted)) == 0) {
      throw wrong();
    }
  }
}
