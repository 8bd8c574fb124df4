package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Verifier;
import java.util.HashSet;
import java.util.Set;

/**
 * Each value is made once, before any group that reads it; within one loop a value is handed over only element
 * by element or row by row; all that a graph answers, trains and updates is made; what is folded depends on no batch.
 */
public final class FusedVerifier extends Verifier {
  private final FusedGraph fused;
  private final Set<Node> made = new HashSet<>();

  private FusedVerifier(FusedGraph fused, String pass) {
    super(pass);
    this.fused = fused;
  }

  /** Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds. */
  public static void check(FusedGraph fused, String pass) {
    new FusedVerifier(fused, pass).check();
  }

  private void check() {
    require(
        fused.foldedUntil() <= fused.backwardFrom()
            && fused.backwardFrom() <= fused.groups().size(),
        "groups are folded until %s and go back from %s of %s", fused.foldedUntil(),
        fused.backwardFrom(), fused.groups().size());
    for (int i = 0; i < fused.groups().size(); i++) {
      Group group = fused.groups().get(i);
      operands(group, i);
      for (Node result : group.results()) {
        require(made.add(result), "group %s makes %s once more", i, result);
      }
      if (i < fused.foldedUntil()) {
        group.results()
            .forEach(r -> require(!r.type().batched(), "%s is folded, though of a batch", r));
      }
    }
    Graph graph = fused.graph();
    graph.outputs().values().forEach(this::isThere);
    graph.gradients().values().forEach(this::isThere);
    graph.losses().stream().map(LossTerm::value).forEach(this::isThere);
    graph.nodes().stream()
        .filter(node -> node.op() instanceof Primitive.StateUpdate)
        .forEach(node -> require(made.contains(node), "no group makes %s", node));
  }

  private void isThere(Node node) {
    require(isMade(node), "no group makes %s", node);
  }

  private void operands(Group group, int index) {
    switch (group) {
      case Group.Single(Node node) ->
          node.inputs().forEach(input -> isReadyFor(index, input));
      case Group.Contraction(Node contraction, Fused input, Fused output, var sums) -> {
        input.tensors().forEach(tensor -> isReadyFor(index, tensor));
        contraction.inputs().stream().skip(1).forEach(other -> isReadyFor(index, other));
        output.tensors().filter(t -> t != contraction).forEach(t -> isReadyFor(index, t));
        sums.stream().flatMap(Fused::tensors)
            .filter(t -> t != contraction && t != output.node())
            .forEach(t -> isReadyFor(index, t));
      }
      case Group.Loops(TensorType domain, var outputs) -> {
        Set<Node> handedOver = new HashSet<>();
        for (Fused output : outputs) {
          loop(index, domain, output, handedOver);
          handedOver.add(output.node());
        }
      }
    }
  }

  private void loop(int index, TensorType domain, Fused output, Set<Node> handedOver) {
    // What is made of numbers of rows has these for elements.
    TensorType own = output.node().op() instanceof Primitive.Map ? output.node().type() : domain;
    for (Fused.Operand operand : output.operands()) {
      if (!(operand instanceof Fused.Operand.Tensor(Node node, Axes axes))) {
        continue;
      }
      TensorType seen = axes == null ? own : own.along(axes);
      require(
          node.type().elements() == seen.elements() && node.type().batched() == seen.batched(),
          "group %s reads %s as %s", index, node, seen);
      if (!handedOver.contains(node) || !Fusion.isHandedOn(domain, output, node, axes)) {
        isReadyFor(index, node);
      }
    }
  }

  private void isReadyFor(int group, Node node) {
    require(
        isMade(node), "group %s reads %s, which no group before it makes", group, node);
  }

  private boolean isMade(Node node) {
    return fused.views().sources(node).stream()
        .allMatch(source -> source.op().isLeaf() || made.contains(source));
  }
}
