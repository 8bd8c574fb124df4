package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a map does, in words: {@code normalizeAddRelu}; "scales and shifts each feature, adds, applies ReLU". */
final class Verbs {
  /** What says less than the name of what is made. */
  private static final Set<String> VAGUE = Set.of(Verb.ADD.phrase, Verb.MAP.phrase);

  private Verbs() {}

  /** A name in camel case. */
  static String name(Fused map) {
    StringBuilder name = new StringBuilder();
    for (Verb verb : of(map)) {
      String word = verb.word;
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  /** A sentence about a loop that stores {@code maps}. */
  static String sentence(List<Fused> maps) {
    SequencedSet<String> parts = new LinkedHashSet<>();
    maps.forEach(map -> of(map).forEach(verb -> parts.add(verb.phrase)));
    List<String> labels =
        maps.stream().map(map -> map.node().label()).filter(label -> !label.isEmpty()).toList();
    if (!labels.isEmpty() && VAGUE.containsAll(parts)) {
      return "Computes " + String.join(", ", labels) + ".";
    }
    String joined = String.join(", ", parts);
    return Character.toUpperCase(joined.charAt(0)) + joined.substring(1) + ".";
  }

  private enum Verb {
    MAP("map", "computes each element"),
    NORMALIZE("normalize", "scales and shifts each feature"),
    SCALE("scale", "scales each feature"),
    BIAS("bias", "adds a bias to each feature"),
    ADD("add", "adds"),
    MASK("mask", "lets the gradient through where the activation did"),
    DROPOUT("dropout", "drops elements at random"),
    RELU("relu", "applies ReLU"),
    SIGMOID("sigmoid", "applies the sigmoid"),
    TANH("tanh", "applies tanh"),
    GELU("gelu", "applies GELU"),
    SILU("silu", "applies SiLU"),
    LEAKY_RELU("leakyRelu", "applies leaky ReLU"),
    ELU("elu", "applies ELU"),
    SOFTPLUS("softplus", "applies softplus");

    private final String word;
    private final String phrase;

    Verb(String word, String phrase) {
      this.word = word;
      this.phrase = phrase;
    }
  }

  private static List<Verb> of(Fused map) {
    List<Verb> verbs = new ArrayList<>();
    if (reads(map, Axes.FEATURES) > 0) {
      boolean scaled = meets(map, map.body(), true);
      boolean shifted = meets(map, map.body(), false);
      verbs.add(scaled && shifted ? Verb.NORMALIZE : scaled ? Verb.SCALE : Verb.BIAS);
    }
    if (map.body().contains(Expr.Random.class)) {
      verbs.add(Verb.DROPOUT);
    } else if (masks(map.body())) {
      verbs.add(Verb.MASK);
    } else if (reads(map, null) > 1 && adds(map.body())) {
      verbs.add(Verb.ADD);
    }
    activation(map.body()).ifPresent(verbs::add);
    return verbs.isEmpty() ? List.of(Verb.MAP) : verbs;
  }

  /** Whether something is multiplied by what belongs to a feature; or whether that is added to it. */
  private static boolean meets(Fused map, Expr e, boolean times) {
    boolean here =
        switch (e) {
          case Expr.Fma(Expr a, Expr b, Expr c) ->
              times ? isFeature(map, a) || isFeature(map, b) : isFeature(map, c);
          case Expr.Binary(BinaryOp op, Expr a, Expr b) when times ? op == BinaryOp.MUL
              : op == BinaryOp.ADD || op == BinaryOp.SUB ->
              isFeature(map, a) || isFeature(map, b);
          default -> false;
        };
    return here || e.children().stream().anyMatch(child -> meets(map, child, times));
  }

  private static boolean isFeature(Fused map, Expr e) {
    return e instanceof Expr.Arg(int index)
        && map.operands().get(index) instanceof Fused.Operand.Tensor(_, Axes axes)
        && axes == Axes.FEATURES;
  }

  private static boolean adds(Expr e) {
    boolean here =
        e instanceof Expr.Fma
            || e instanceof Expr.Binary(BinaryOp op, _, _)
                && (op == BinaryOp.ADD || op == BinaryOp.SUB);
    return here || e.children().stream().anyMatch(Verbs::adds);
  }

  /** Whether part of {@code e} is let through where something is positive, and zero elsewhere. */
  private static boolean masks(Expr e) {
    boolean here =
        e instanceof Expr.Select(Expr.Compare compare, _, Expr b, Expr then, Expr otherwise)
            && compare == Expr.Compare.GREATER
            && b.equals(Expr.ZERO)
            && (then.equals(Expr.ZERO) || otherwise.equals(Expr.ZERO));
    return here || e.children().stream().anyMatch(Verbs::masks);
  }

  private static long reads(Fused map, @Nullable Axes wanted) {
    return map.operands().stream()
        .filter(o -> o instanceof Fused.Operand.Tensor(_, Axes axes) && axes == wanted)
        .count();
  }

  private static Optional<Verb> activation(Expr e) {
    if (e instanceof Expr.Binary(_, Expr a, Expr.Unary(UnaryOp op, Expr b))
        && op == UnaryOp.SIGMOID
        && a.equals(b)) {
      return Optional.of(Verb.SILU);
    }
    if (e instanceof Expr.Select(_, Expr a, _, Expr then, Expr.Binary otherwise)
        && a.equals(then)) {
      boolean elu = activation(otherwise).filter(v -> v == Verb.ELU).isPresent();
      return Optional.of(elu ? Verb.ELU : Verb.LEAKY_RELU);
    }
    if (e instanceof Expr.Unary(UnaryOp op, Expr x)) {
      return switch (op) {
        case RELU -> Optional.of(Verb.RELU);
        case SIGMOID -> Optional.of(Verb.SIGMOID);
        case TANH -> Optional.of(Verb.TANH);
        case ERF -> Optional.of(Verb.GELU);
        case EXPM1 -> Optional.of(Verb.ELU);
        case SOFTPLUS -> Optional.of(Verb.SOFTPLUS);
        case NEG, EXP, LOG, SQRT, RSQRT, RECIPROCAL, STEP, ABS -> activation(x);
      };
    }
    return e.children().stream().map(Verbs::activation).flatMap(Optional::stream).findFirst();
  }
}
