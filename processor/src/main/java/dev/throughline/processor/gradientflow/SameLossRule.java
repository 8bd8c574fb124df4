package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Numbers;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.LossTerm;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Two losses that are computed in the same way from the same values are one, of a larger weight. */
final class SameLossRule {
  private record Pair(Node a, Node b) {}

  private SameLossRule() {}

  static void check(Graph training, Places places, Problems problems) {
    List<LossTerm> losses = training.losses();
    for (int i = 0; i < losses.size(); i++) {
      LossTerm loss = losses.get(i);
      losses.subList(i + 1, losses.size()).stream()
          .filter(later -> same(loss.value(), later.value()))
          .findFirst()
          .ifPresent(
              later -> problems.report(
                  places.ofMemberAround(loss.path()),
                  Problem.SAME_LOSS,
                  "`%s` is the same loss as `%s`: together they are one of weight %s"
                      .formatted(
                          loss.path(),
                          later.path(),
                          Numbers.significant(loss.weight() + later.weight())),
                  Hint.use("one of them"),
                  Hint.or("another kind of loss, another value or another target")));
    }
  }

  /** Whether both compute the same: the same operations, in the end of the same leaves. */
  private static boolean same(Node a, Node b) {
    Set<Pair> seen = new HashSet<>();
    Deque<Pair> open = new ArrayDeque<>();
    open.add(new Pair(a, b));
    while (!open.isEmpty()) {
      Pair pair = open.remove();
      if (pair.a == pair.b || !seen.add(pair)) {
        continue;
      }
      List<Node> left = pair.a.inputs();
      List<Node> right = pair.b.inputs();
      if (!pair.a.op().equals(pair.b.op()) || isGiven(pair.a) || left.size() != right.size()) {
        return false;
      }
      for (int i = 0; i < left.size(); i++) {
        open.add(new Pair(left.get(i), right.get(i)));
      }
    }
    return true;
  }

  /** Whether its value comes from outside, so that another node holds another. */
  private static boolean isGiven(Node node) {
    return node.op().isLeaf() && !(node.op() instanceof Primitive.Constant);
  }
}
