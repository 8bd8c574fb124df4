package dev.throughline.processor.gradientflow;

import dev.throughline.dsl.Activation;
import dev.throughline.dsl.Add;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.ClosedForm;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.layer.Nonlinearities;
import dev.throughline.processor.model.Annotated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is computed, and changes nothing or nothing more. */
final class IdleRules {
  private final Graph training;
  private final Places places;
  private final Problems problems;
  private final Map<Node, List<Node>> users = new HashMap<>();

  private IdleRules(Graph training, Places places, Problems problems) {
    this.training = training;
    this.places = places;
    this.problems = problems;
    for (Node node : training.nodes()) {
      for (Node input : node.inputs()) {
        users.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
    }
  }

  static void check(Graph training, Places places, Problems problems) {
    IdleRules rules = new IdleRules(training, places, problems);
    for (Node node : training.nodes()) {
      rules.checkBias(node);
      rules.checkActivation(node);
      rules.checkSum(node);
    }
  }

  /** A mean of the batch holds the bias too, and is taken away. Who asks for a bias in so many words gets it. */
  private void checkBias(Node moments) {
    if (!(moments.op() instanceof Primitive.Moments) || !isOnlyNormalised(moments.input(0))) {
      return;
    }
    bias(moments.input(0))
        .map(bias -> bias.origin().member())
        .filter(member -> !places.member(member).annotated().writes("bias"))
        .ifPresent(
            member -> {
              String norm = moments.origin().member();
              problems.report(
                  places.of(member),
                  Problem.IDLE_BIAS,
                  "the bias of `%s` changes nothing and gets no gradient: the batch norm of `%s` takes it away"
                      .formatted(member, norm),
                  Hint.use("bias = Bias.NEVER on `%s`; the norm has a shift".formatted(member)));
            });
  }

  private boolean isOnlyNormalised(Node x) {
    return users.getOrDefault(x, List.of()).stream()
        .allMatch(
            user -> {
              ClosedForm norm = training.closedForms().get(user);
              return user.op() instanceof Primitive.Moments
                  || norm != null && norm.inputs().getFirst() == x;
            });
  }

  private static Optional<Node> bias(Node x) {
    return isSum(x) && isWeighted(x.input(0))
        && x.input(1).op() instanceof Primitive.Spread(Axes axes) && axes == Axes.FEATURES
        && x.input(1).input(0).op() instanceof Primitive.Parameter(ParameterInfo info)
        && info.trainable()
            ? Optional.of(x.input(1).input(0))
            : Optional.empty();
  }

  private static boolean isWeighted(Node node) {
    return node.op() instanceof Primitive.Conv2d || node.op() instanceof Primitive.MatMul;
  }

  private static boolean isSum(Node node) {
    return node.op() instanceof Primitive.Map(Expr body)
        && body.equals(Expr.arg(0).plus(Expr.arg(1)));
  }

  /** Of the activations, those that leave what is not negative as it is, after one that leaves nothing else. */
  private void checkActivation(Node node) {
    String member = node.origin().member();
    if (!isRectifier(node)
        || Sources.nearest(node.input(0), Sources::isRelu, IdleRules::leavesSigns).isEmpty()) {
      return;
    }
    Annotated<?> kind = places.member(member).annotated();
    boolean isLayer = kind.values() instanceof Activation;
    // A default that changes nothing is nobody's mistake.
    if (isLayer || kind.writes("activation")) {
      problems.report(
          places.of(member, isLayer ? "value" : "activation"),
          Problem.IDLE_ACTIVATION,
          "the activation of `%s` changes nothing: what it reads has been through a ReLU"
              .formatted(member),
          Hint.use(
              isLayer ? "no `%s`".formatted(member)
                  : "activation = NONE on one of the two"));
    }
  }

  private static boolean isRectifier(Node node) {
    return node.op() instanceof Primitive.Map(Expr body)
        && node.inputs().size() == 1
        && Nonlinearities.of(body)
            .filter(
                f -> switch (f) {
                  case RELU, LEAKY_RELU, ELU -> true;
                  case NONE, SIGMOID, TANH, GELU, SILU, SOFTPLUS -> false;
                })
            .isPresent();
  }

  private static boolean leavesSigns(Node node) {
    return node.op() instanceof Primitive.Pool
        || node.op() instanceof Primitive.BinMeans
        || Sources.keepsElements(node);
  }

  private void checkSum(Node node) {
    String member = node.origin().member();
    if (isSum(node)
        && node.input(0) == node.input(1)
        && !member.isEmpty()
        && places.member(member).annotated().values() instanceof Add) {
      problems.report(
          places.of(member, "from"),
          Problem.ADDED_TO_ITSELF,
          "`%s` adds a value to itself, which only doubles it".formatted(member),
          Hint.use("from = the name of another member"));
    }
  }
}
