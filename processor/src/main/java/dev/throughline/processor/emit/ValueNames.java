package dev.throughline.processor.emit;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.schedule.Stored;
import dev.throughline.processor.schedule.WeightPacking;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a generated class calls the values of a graph, as constants: the path of a member, then what the value is to it.
 *
 * <p>{@code STAGE1_0} is the output of that member, {@code STAGE1_0_CONV1_Y} what its convolution makes, {@code
 * STAGE1_0_CONV1_NORM_MEAN} a quantity that a layer gave a name. {@code D_} before the name of a value is the gradient of
 * the loss with respect to it. Two values may want the same name; whoever declares names tells them apart.
 */
public final class ValueNames {
  private final int backwardFrom;
  private final Map<Node, String> members = new HashMap<>();
  private final Map<Node, Node> valueOf = new HashMap<>();

  /** The names of {@code graph}'s values. */
  public ValueNames(Graph graph) {
    this.backwardFrom = graph.backwardFrom();
    graph.members().forEach((path, node) -> {
      // Of several the member that makes it, not a block that ends in it.
      if (!members.containsKey(node) || path.equals(node.origin().member())) {
        members.put(node, path);
      }
    });
    // A sum hands its gradient on to what it adds: the value nearest to the loss has it first.
    graph.derivatives().entrySet().stream()
        .sorted(Comparator.comparingInt(derivative -> derivative.getKey().id()))
        .forEach(derivative -> valueOf.put(derivative.getValue(), derivative.getKey()));
    graph.gradients().forEach((parameter, gradient) -> valueOf.put(gradient, parameter));
  }

  /** The name of {@code stored}. */
  public String of(Stored stored) {
    return constant(path(stored));
  }

  private String path(Stored stored) {
    return switch (stored) {
      case Stored.Value(Node node) -> path(node);
      case Stored.Packed(Node weights, WeightPacking packing) ->
          path(weights)
              + switch (packing) {
                case WeightPacking.Forward _ -> ".packed";
                case WeightPacking.Reversed _ -> ".reversed";
              };
      case Stored.Parts(Node node, var type) ->
          path(node) + (type.batched() ? ".per_sample" : ".parts");
    };
  }

  private String path(Node node) {
    return switch (node.op()) {
      // The memory of these is that of what they are made from.
      case Primitive.Reshape _, Primitive.StateUpdate _ -> path(node.input(0));
      case Primitive.Parameter(ParameterInfo info) -> info.name();
      case Primitive.State(String name, _) -> name;
      case Primitive.Input(String name, _) -> name;
      default -> made(node);
    };
  }

  private String made(Node node) {
    Node value = valueOf.get(node);
    if (value != null && node.id() >= backwardFrom) {
      return "d." + path(value);
    }
    String member = members.get(node);
    if (member != null) {
      return member;
    }
    Origin origin = node.origin();
    String role = node.label().isEmpty() ? role(node, origin) : node.label();
    return Stream.of(origin.member(), origin.part(), role)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining("."));
  }

  /** What {@code node} is to its member, where no layer says; empty if it is what a part of the member makes. */
  private String role(Node node, Origin origin) {
    boolean ofPart = !origin.part().isEmpty() && node.type().batched();
    return node.id() >= backwardFrom ? backwardRole(node) : forwardRole(node, ofPart);
  }

  private static String forwardRole(Node node, boolean ofPart) {
    return switch (node.op()) {
      case Primitive.Conv2d _, Primitive.MatMul _ -> "y";
      case Primitive.Map(Expr.Binary(BinaryOp op, Expr.Arg _, Expr.Arg _)) when op == BinaryOp.ADD
          && !(node.input(1).op() instanceof Primitive.Spread) ->
          "sum"; // of two values, as at the end of a skip, not of a value and a bias
      case Primitive.Map _ -> ofPart ? "" : "y";
      case Primitive.Reduce(Reduction reduction, _) -> ofPart ? "" : reduction.name();
      default -> ofPart ? "" : node.op().getClass().getSimpleName();
    };
  }

  private static String backwardRole(Node node) {
    return switch (node.op()) {
      case Primitive.Conv2dFilterGradient _,
          Primitive.MatMulFilterGradient _,
          Primitive.GatherGradient _ ->
          "dw";
      case Primitive.Reduce(Reduction reduction, _) -> reduction.name();
      default -> "dx";
    };
  }

  /** {@code STAGE1_0_CONV1_RUNNING_MEAN} of {@code stage1.0.conv1.runningMean}. */
  private static String constant(String path) {
    String words = path.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", "_").replace('.', '_');
    StringBuilder name = new StringBuilder();
    words.toUpperCase(Locale.ROOT).codePoints()
        .map(c -> Character.isJavaIdentifierPart(c) ? c : '_')
        .forEach(name::appendCodePoint);
    return name.toString();
  }
}
