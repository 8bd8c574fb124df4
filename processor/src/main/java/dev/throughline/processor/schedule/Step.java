package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is computed together, and how: all of it is decided. */
public sealed interface Step {
  /** What it reads from memory, without repetition. */
  List<Stored> reads();

  /** What it leaves in memory; a state is updated where it is. */
  List<Stored> writes();

  /** Memory that it needs while it runs, and nobody after it. */
  default List<Stored.Parts> parts() {
    return List.of();
  }

  /** Floats that each thread needs while it works. */
  default int scratchFloats() {
    return 0;
  }

  Origin origin();

  /** One line for the trace. */
  String trace();

  /** One loop over a domain. */
  record Loops(Group.Loops group, List<Stored.Parts> parts) implements Step {
    public Loops {
      parts = List.copyOf(parts);
    }

    @Override
    public List<Stored> reads() {
      return values(group.operands());
    }

    @Override
    public List<Stored> writes() {
      return values(group.results());
    }

    @Override
    public Origin origin() {
      return group.origin();
    }

    @Override
    public String trace() {
      return "loop over " + group.domain();
    }
  }

  /**
   * A matrix product or convolution, by an algorithm.
   *
   * @param packed what is read instead of the weights, if tiles read them in an order of their own
   * @param parts of a sum over the batch, one for each part of it; empty otherwise
   */
  record Product(
      Group.Contraction group,
      Contraction contraction,
      ContractionSchedule schedule,
      Optional<Stored.Packed> packed,
      List<Stored.Parts> parts)
      implements Step {
    public Product {
      parts = List.copyOf(parts);
    }

    /** Into how many parts the batch is split. */
    public int splits() {
      return parts.isEmpty() ? 1 : parts.getFirst().type().extents().getFirst();
    }

    @Override
    public List<Stored> reads() {
      Set<Stored> read = new LinkedHashSet<>();
      Node product = group.contraction();
      read.add(Stored.of(product.input(0)));
      read.add(packed.isPresent() ? packed.get() : Stored.of(product.input(1)));
      group.output().tensors().filter(t -> t != product).map(Stored::of).forEach(read::add);
      return List.copyOf(read);
    }

    @Override
    public List<Stored> writes() {
      return values(group.results());
    }

    @Override
    public int scratchFloats() {
      return schedule.scratchFloats();
    }

    @Override
    public Origin origin() {
      return group.origin();
    }

    @Override
    public String trace() {
      return schedule.text();
    }
  }

  /** A primitive with loops of its own. */
  record Own(Group.Single group, List<Stored.Parts> parts) implements Step {
    public Own {
      parts = List.copyOf(parts);
    }

    @Override
    public List<Stored> reads() {
      return values(group.operands());
    }

    @Override
    public List<Stored> writes() {
      return values(group.results());
    }

    @Override
    public Origin origin() {
      return group.origin();
    }

    @Override
    public String trace() {
      return group.node().op().getClass().getSimpleName();
    }
  }

  /** A copy of weights, for the products that read it. */
  record Pack(Stored.Packed packed, Origin origin) implements Step {
    @Override
    public List<Stored> reads() {
      return List.of(Stored.of(packed.weights()));
    }

    @Override
    public List<Stored> writes() {
      return List.of(packed);
    }

    @Override
    public String trace() {
      return "pack";
    }
  }

  private static List<Stored> values(List<Node> nodes) {
    List<Stored> values = new ArrayList<>();
    nodes.stream().map(Stored::of).distinct().forEach(values::add);
    return List.copyOf(values);
  }
}
