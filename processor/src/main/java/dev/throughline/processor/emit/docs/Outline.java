package dev.throughline.processor.emit.docs;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.wiring.TypedBody;
import dev.throughline.processor.wiring.TypedMember;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network as its reader sees it: members in order, equal repeats of a block told once.
 *
 * @param parts without the loss
 */
record Outline(List<Part> parts, Layer loss) {

  /** A member of a network or of a block. */
  sealed interface Part {
    String name();

    String description();

    TensorType out();
  }

  /** A member without members of its own. */
  record Layer(String name, String description, TensorType out, Cost cost) implements Part {}

  /** A member that is a block, repeated. */
  record Stage(String name, String description, TensorType out, List<Repeat> repeats)
      implements Part {
    Cost cost() {
      return repeats.stream().map(r -> r.cost().times(r.count())).reduce(Cost.NONE, Cost::plus);
    }
  }

  /**
   * Neighbouring repeats of a block that do the same to the same shapes.
   *
   * @param label which they are: {@code 1–2}; empty if the block is not repeated
   */
  record Repeat(String label, int count, Body body) {
    Cost cost() {
      return body.cost();
    }

    /** {@code stage1.1–2}, below the path of the stage. */
    String path(String stage) {
      return label.isEmpty() ? stage : stage + "." + label;
    }
  }

  /** One repeat of a block. */
  record Body(TensorType in, List<Part> parts, Optional<Join> join) {
    Cost cost() {
      Cost cost = join.map(Join::cost).orElse(Cost.NONE);
      for (Part part : parts) {
        cost =
            cost.plus(
                switch (part) {
                  case Layer layer -> layer.cost();
                  case Stage stage -> stage.cost();
                });
      }
      return cost;
    }
  }

  /**
   * What joins a block to the trunk.
   *
   * @param shortcut how the block's input gets around it; empty if it does not
   */
  record Join(Optional<String> shortcut, TensorType out, Cost cost) {}

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

    Cost times(int count) {
      return new Cost(parameters * count, flops * count);
    }
  }

  static Outline of(TypedNetwork network, Graph graph) {
    Reader reader = new Reader(graph);
    TypedMember loss = network.loss();
    return new Outline(reader.parts(network.members(), images(graph)), reader.layer(loss));
  }

  /** All of it. */
  Cost cost() {
    return new Body(loss.out(), parts, Optional.empty()).cost();
  }

  private static Node images(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.op() instanceof Primitive.Input)
        .findFirst()
        .orElseThrow();
  }

  /** Looks members up in the graph that they became. */
  private record Reader(Graph graph) {
    List<Part> parts(List<TypedMember> members, Node input) {
      List<Part> parts = new ArrayList<>();
      Node x = input;
      for (TypedMember member : members) {
        parts.add(member.bodies().isEmpty() ? layer(member) : stage(member, x));
        x = output(member.path());
      }
      return parts;
    }

    Layer layer(TypedMember member) {
      return new Layer(
          member.name(), member.description(), member.out(), Costs.of(graph, member.path()));
    }

    private Stage stage(TypedMember member, Node input) {
      List<Body> bodies = new ArrayList<>();
      Node x = input;
      for (TypedBody body : member.bodies()) {
        List<Part> parts = parts(body.members(), x);
        bodies.add(new Body(body.in(), parts, Joins.of(graph, body, x)));
        x = output(body.path());
      }
      return new Stage(member.name(), member.description(), member.out(), fold(bodies));
    }

    private Node output(String path) {
      Node node = graph.members().get(path);
      if (node == null) {
        throw new IllegalStateException("`%s` has no output".formatted(path));
      }
      return node;
    }

    private static List<Repeat> fold(List<Body> bodies) {
      List<Repeat> repeats = new ArrayList<>();
      for (int first = 0, next; first < bodies.size(); first = next) {
        next = first + 1;
        while (next < bodies.size() && bodies.get(next).equals(bodies.get(first))) {
          next++;
        }
        String label = bodies.size() == 1 ? "" : Words.range(first, next - 1);
        repeats.add(new Repeat(label, next - first, bodies.get(first)));
      }
      return repeats;
    }
  }
}
