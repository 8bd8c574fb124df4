package dev.throughline.processor.gradientflow;

import dev.throughline.processor.graph.ClosedForm;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph with the eyes of a gradient: what it passes, and where it can go from there.
 *
 * <p>The stations are weighted layers and junctions. From an operand of a station a gradient goes to the
 * next stations and to parameters; however many ways lead there between two stations, they are one.
 */
final class Stations {
  private final Graph graph;
  private final Set<Node> data = new HashSet<>();
  private final Set<Node> trainable = new HashSet<>();

  Stations(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      boolean isInput = node.op() instanceof Primitive.Input;
      if (isInput || node.inputs().stream().anyMatch(data::contains)) {
        data.add(node);
      }
      boolean isTrained =
          node.op() instanceof Primitive.Parameter(ParameterInfo info) && info.trainable();
      if (isTrained || node.inputs().stream().anyMatch(trainable::contains)) {
        trainable.add(node);
      }
    }
  }

  /** Whether {@code node} depends on what the caller provides. */
  boolean isData(Node node) {
    return data.contains(node);
  }

  /** What {@code parameter} is published as. */
  static ParameterInfo info(Node parameter) {
    if (parameter.op() instanceof Primitive.Parameter(ParameterInfo info)) {
      return info;
    }
    throw new IllegalArgumentException("no parameter: " + parameter);
  }

  /** What {@code node} passes a gradient to, operand by operand. */
  List<Node> operands(Node node) {
    ClosedForm closed = graph.closedForms().get(node);
    List<Node> inputs = closed == null ? node.inputs() : closed.inputs();
    return inputs.stream().filter(trainable::contains).toList();
  }

  /** Whether the layer of {@code node} gives its gradient itself, as a normalisation does. */
  boolean isOwnGradient(Node node) {
    return graph.closedForms().containsKey(node);
  }

  private boolean isStation(Node node) {
    return isWeighted(node) || isJunction(node);
  }

  /** Whether {@code node} contracts data with weights. */
  boolean isWeighted(Node node) {
    boolean contraction =
        node.op() instanceof Primitive.MatMul || node.op() instanceof Primitive.Conv2d;
    return contraction && data.contains(node.input(0)) && !data.contains(node.input(1));
  }

  /** Whether paths meet in {@code node}. */
  boolean isJunction(Node node) {
    boolean joins =
        node.op() instanceof Primitive.Concat
            || (node.op() instanceof Primitive.Map(Expr body) && isSum(body));
    return joins
        && node.inputs().stream().filter(x -> data.contains(x) && trainable.contains(x)).count()
            > 1;
  }

  private static boolean isSum(Expr e) {
    return switch (e) {
      case Expr.Arg _ -> true;
      case Expr.Binary(BinaryOp op, Expr a, Expr b) ->
          op == BinaryOp.ADD && isSum(a) && isSum(b);
      case Expr.Const _, Expr.Position _, Expr.Row _, Expr.Random _ -> false;
      case Expr.Unary _, Expr.Fma _, Expr.Select _ ->
          false;
    };
  }

  /** The next stations and parameters from each operand of {@code station}, which may be a loss. */
  List<Set<Node>> next(Node station) {
    List<Set<Node>> next = new ArrayList<>();
    for (Node operand : operands(station)) {
      next.add(reached(operand));
    }
    return next;
  }

  /** What {@code station}, a weighted layer, is called: its weights' name without their own part. */
  String layerName(Node station) {
    String weight = info(parametersBehind(station.input(1)).getFirst()).name();
    return weight.substring(0, weight.lastIndexOf('.'));
  }

  /** The parameters that {@code node} is made of without passing a station. */
  List<Node> parametersBehind(Node node) {
    return reached(node).stream().filter(n -> n.op() instanceof Primitive.Parameter).toList();
  }

  private Set<Node> reached(Node from) {
    Set<Node> found = new LinkedHashSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!seen.add(node)) {
        continue;
      }
      if (isStation(node) || node.op() instanceof Primitive.Parameter) {
        found.add(node);
      } else {
        operands(node).forEach(open::push);
      }
    }
    return found;
  }
}
