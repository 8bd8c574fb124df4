package dev.throughline.processor.emit.docs;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as its reader sees it: members in order, equal repeats of a block told once.
 *
 * @param parts the losses included
 * @param folded the path of each repeat that is not told, to that of the one told in its place
 */
record Outline(List<Part> parts, Units units, Map<String, String> folded) {
  Outline {
    parts = List.copyOf(parts);
    folded = Map.copyOf(folded);
  }

  static Outline of(TypedNetwork network, Graph graph) {
    return OutlineReader.read(network, graph);
  }

  /** {@code path} in the repeat that is told instead of its own. */
  String told(String path) {
    String told = path;
    for (int at = 0; at < told.length(); at++) {
      boolean end = at + 1 == told.length() || ".:".indexOf(told.charAt(at + 1)) >= 0;
      String instead = end ? folded.get(told.substring(0, at + 1)) : null;
      if (instead != null) {
        told = instead + told.substring(at + 1);
        at = instead.length() - 1;
      }
    }
    return told;
  }

  /** A member of a network or of a block. */
  sealed interface Part {
    String name();

    String description();

    TensorType out();

    Cost cost();
  }

  /** A member without members of its own. */
  record Layer(
      String name, String description, TensorType in, TensorType out, Cost cost, boolean loss)
      implements Part {}

  /**
   * A member that is a block, repeated.
   *
   * @param aside whether nothing reads what it ends in: an auxiliary head
   */
  record Stage(
      String name, String description, TensorType out, List<Repeat> repeats, boolean aside)
      implements Part {
    @Override
    public Cost cost() {
      return repeats.stream().map(Repeat::cost).reduce(Cost.NONE, Cost::plus);
    }
  }

  /**
   * Neighbouring repeats of a block that do the same.
   *
   * @param first index of the first one
   * @param of how many repeats the stage has in all
   * @param body of the first one
   * @param last body of the last one; differs from the first in numbers of channels only
   * @param cost of all together
   */
  record Repeat(int first, int count, int of, Body body, Body last, Cost cost) {

    /** {@code stage1.1–2}, below the path of the stage. */
    String label(String stage) {
      return of == 1 ? stage : stage + "." + Words.range(first, first + count - 1);
    }

    /** {@code stage1.1}: the repeat that is told. */
    String path(String stage) {
      return of == 1 ? stage : stage + "." + first;
    }
  }

  /**
   * One repeat of a block.
   *
   * @param aside what it does to values on their way around its members
   * @param join what it does to the values of its members
   * @param wiring who reads whom, paths below the block's own
   */
  record Body(List<Part> parts, Optional<Aside> aside, Optional<Join> join, String wiring) {

    Cost cost() {
      Cost cost =
          aside.map(Aside::cost).orElse(Cost.NONE).plus(join.map(Join::cost).orElse(Cost.NONE));
      for (Part part : parts) {
        cost = cost.plus(part.cost());
      }
      return cost;
    }

    /** The same for two bodies that differ in numbers of channels only. */
    String kind() {
      StringBuilder text = new StringBuilder(wiring);
      for (Part part : parts) {
        text.append('\n').append(part.name()).append(' ').append(part.description());
        if (part instanceof Stage stage) {
          stage.repeats().forEach(r -> text.append(r.count()).append(r.body().kind()));
        }
      }
      aside.ifPresent(a -> text.append('\n').append(a.words()));
      join.ifPresent(j -> text.append('\n').append(j.words()));
      return text.toString();
    }
  }

  /** What a value goes through around a block's members: {@code projection}. */
  record Aside(String words, Cost cost) {}

  /**
   * What becomes of the values of a block's members.
   *
   * @param words {@code join with the skip: identity}
   */
  record Join(JoinKind kind, String words, TensorType out, Cost cost) {}

  enum JoinKind {
    SUM,
    CONCATENATION,
    ACTIVATION
  }

  /**
   * What a part adds.
   *
   * @param flops of one sample's forward pass: multiply-adds of convolutions and matrix products, counted twice
   */
  record Cost(long parameters, long flops) {
    static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
      return new Cost(parameters + other.parameters, flops + other.flops);
    }
  }

  /** All of it. */
  Cost cost() {
    return parts.stream().map(Part::cost).reduce(Cost.NONE, Cost::plus);
  }
}
