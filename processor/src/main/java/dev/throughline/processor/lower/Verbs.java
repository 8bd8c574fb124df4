package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.ArrayList;
import java.util.List;

/** Names a map by what it does: {@code normalizeAddRelu}. */
final class Verbs {
  private Verbs() {}

  static String of(Fused map) {
    List<String> verbs = new ArrayList<>();
    boolean perFeature =
        map.operands().stream()
            .anyMatch(o -> o instanceof Fused.Operand.Tensor(_, Axes axes) && axes == Axes.FEATURES);
    long tensors =
        map.operands().stream()
            .filter(o -> o instanceof Fused.Operand.Tensor(_, Axes axes) && axes == null)
            .count();
    if (perFeature) {
      boolean affine = map.body().contains(Expr.Fma.class);
      boolean scaled = map.body() instanceof Expr.Binary(Expr.BinaryOp op, _, _) && op == Expr.BinaryOp.MUL;
      verbs.add(affine ? "normalize" : scaled ? "scale" : "bias");
    }
    if (map.body().contains(Expr.Random.class)) {
      verbs.add("dropout");
    }
    if (map.body().contains(Expr.Select.class) && verbs.isEmpty()) {
      verbs.add("mask");
    } else if (tensors > 1) {
      verbs.add("add");
    }
    verbs.addAll(activations(map.body()));
    return verbs.isEmpty() ? "map" : camel(verbs);
  }

  private static List<String> activations(Expr e) {
    if (e instanceof Expr.Unary(UnaryOp op, Expr x)) {
      return switch (op) {
        case RELU -> List.of("relu");
        case SIGMOID -> List.of("sigmoid");
        case TANH -> List.of("tanh");
        case ERF -> List.of("gelu");
        case NEG, EXP, LOG, SQRT, RSQRT, RECIPROCAL, STEP, ABS -> activations(x);
      };
    }
    return e.children().stream().map(Verbs::activations).filter(v -> !v.isEmpty()).findFirst().orElse(List.of());
  }

  private static String camel(List<String> words) {
    StringBuilder name = new StringBuilder(words.getFirst());
    for (String word : words.subList(1, words.size())) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name.toString();
  }
}
