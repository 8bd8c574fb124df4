package dev.throughline.processor.fuzz;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A mistake, or an oddity, that somebody might make of a source: the text before, and the text after. */
enum Mutation {
  NUMBER("\\b\\d[\\d_]*(\\.\\d+)?(e-?\\d+)?\\b", "0", "-1", "1", "2", "7", "1000", "1 << 30",
      "Integer.MAX_VALUE", "Integer.MIN_VALUE", "99999999999", "1e308", "-0.0", "1e-46", "0.5",
      "Double.NaN", "1.0 / 0", "'a'", "{}", "{1, 2}", "{1, 2, 3}", "\"3\""),
  STRING("\"[^\"\\n]*\"", "\"\"", "\" \"", "\"a b\"", "\"*/\"", "\"stem\"", "\"class\"",
      "\"größe\"",
      "\"\\u0000\"", "{}", "null"),
  ANNOTATION("@(?!interface)\\w+", "@Conv", "@Linear", "@Residual", "@Sequence", "@MaxPool",
      "@Flatten",
      "@Activation(RELU) @Freeze", "@SoftmaxCrossEntropy", "@Network", "@Block", "@Dropot",
      "@Concat",
      "@AuxLoss", "@Embedding", "@Deprecated", "@Override"),
  CONSTANT("\\b[A-Z]{3,}(_[A-Z]+)*\\b", "RELU", "BATCH", "PAD", "NONE", "SIGMOID", "OF_BLOCK",
      "MISSING",
      "Norm.BATCH", "Nonlinearity.TANH", "null"),
  RETURN("\\b(Layer|Loss|[A-Z]\\w*Block)(?= \\w+\\(\\))", "Layer", "Loss", "void", "int", "Object",
      "Layer[]", "java.util.List<Layer>", "BasicBlock", "Missing", "String"),
  MEMBER("\\b\\w+(?=\\(\\);)", "output", "batch", "n", "c", "training", "inference",
      "trainingForward",
      "on", "at", "fold0", "clone", "hashCode", "toString", "getClass", "wait", "name", "network",
      "parameter", "repeats", "weight", "SPEC", "Tier", "Math", "class", "int", "yield", "record",
      "var",
      "größe", "層", "$", "_a", "cpu", "workspace", "parameters", "seed", "close"),
  DECLARATION("\\bpublic interface \\w+ \\{", "class A {", "abstract class A {", "record A() {",
      "enum A {", "public interface A<T> {", "interface A extends Runnable {",
      "sealed interface A {",
      "interface A extends Comparable<A> {", "interface Math {", "@interface A {",
      "interface größe {",
      "interface Layer {", "interface A { interface B {} default int three() { return 3; }",
      "interface A { static void main(String... a) {}", "class A { private interface B {"),
  MODIFIER("\\b(Layer|Loss) \\w+\\(\\);", "default Layer x() { return null; }", "Layer x(int y);",
      "<T> Layer x();", "static Layer x() { return null; }", "Layer x() throws Exception;",
      "private Layer x() { return null; }", "Layer x;", "Layer"),
  EXTRA("(?m)^  (?=@)", "  @Freeze ", "  @Output ", "  @From(\"stem\") ", "  @From(\"images\") ",
      "  @SharedWith(\"stem\") ", "  @SharedWith(\"x\") ", "  @Accept(\"degradation\") ",
      "  @Accept({}) ", "  @Deprecated ", "  /** \\u002a/ */ ", "  @Output @Output "),
  IMPORT("(?m)^import [^\\n]*\\n", ""),
  NAME("\\b[a-zA-Z]{4,}\\b") {
    @Override
    String changed(String word, Draw draw) {
      int at = draw.from(1, word.length() - 1);
      return word.substring(0, at - draw.from(0, 1)) + draw.oneOf("", "x", "ß")
          + word.substring(at);
    }
  },
  TOKEN("\\w+|[^\\w\\s]") {
    @Override
    String changed(String token, Draw draw) {
      return draw.oneOf("", token + token, token + " " + token, ";", "(", "}");
    }
  },
  LINES("(?m)^  @[^;]*;\\n") {
    @Override
    String apply(String text, Draw draw) {
      List<MatchResult> found = found(text);
      List<String> members =
          new ArrayList<>(found.stream().map(MatchResult::group).toList());
      if (members.isEmpty()) {
        return text;
      }
      int one = draw.from(0, members.size() - 1);
      switch (draw.from(0, 3)) {
        case 0 -> members.remove(one);
        case 1 -> members.add(members.get(one));
        case 2 -> members.add(one, members.get(one).replaceFirst("(\\w+)\\(\\);", "$1Again();"));
        default -> Collections.swap(members, one, draw.from(0, members.size() - 1));
      }
      return text.substring(0, found.getFirst().start())
          + members.stream().collect(joining()) + text.substring(found.getLast().end());
    }
  };

  private final Pattern pattern;
  private final String[] others;

  Mutation(String pattern, String... others) {
    this.pattern = Pattern.compile(pattern);
    this.others = others;
  }

  /** What one place of {@code text} becomes. */
  String changed(String found, Draw draw) {
    return draw.oneOf(others);
  }

  /** {@code text} changed at a place that {@code draw} chooses; as it is if there is none. */
  String apply(String text, Draw draw) {
    List<MatchResult> places = found(text);
    if (places.isEmpty()) {
      return text;
    }
    MatchResult place = places.get(draw.from(0, places.size() - 1));
    return text.substring(0, place.start())
        + changed(place.group(), draw) + text.substring(place.end());
  }

  /** The places behind the package's line: a comment on the file is none. */
  List<MatchResult> found(String text) {
    int from = Math.max(0, text.indexOf(';'));
    return pattern.matcher(text).results().filter(place -> place.start() > from).toList();
  }
}
