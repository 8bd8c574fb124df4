package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import java.util.ArrayList;
import java.util.HashSet;
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

  /** Floats that each thread needs while it works. */
  default int scratchFloats() {
    return 0;
  }

  /** Whether it may run a few samples at a time, or on one thread, along with other steps. */
  default boolean sharesLaunch() {
    return division() == Division.SAMPLE || division() == Division.ONCE;
  }

  /** How its work is shared out. */
  Division division();

  Origin origin();

  /** One line for the trace. */
  String trace();

  /**
   * One loop over a domain.
   *
   * @param parts of sums over the batch, one for each sample, that a {@link Total} finishes; empty otherwise
   */
  record Loops(Group.Loops group, Division division, List<Stored.Parts> parts) implements Step {
    public Loops {
      parts = List.copyOf(parts);
    }

    @Override
    public List<Stored> reads() {
      return values(group.operands());
    }

    @Override
    public List<Stored> writes() {
      Set<Node> later = new HashSet<>();
      parts.forEach(part -> later.add(part.node()));
      List<Stored> written = new ArrayList<>(parts);
      written.addAll(values(group.results().stream().filter(r -> !later.contains(r)).toList()));
      return List.copyOf(written);
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

  /** What is finished from parts, in their order: the sums of a loop, moments, a filter gradient. */
  record Total(Group group, Division division, List<Stored.Parts> parts) implements Step {
    public Total {
      parts = List.copyOf(parts);
    }

    @Override
    public List<Stored> reads() {
      return List.copyOf(parts);
    }

    @Override
    public List<Stored> writes() {
      return values(parts.stream().map(Stored.Parts::node).toList());
    }

    @Override
    public Origin origin() {
      return group.origin();
    }

    @Override
    public String trace() {
      return "total";
    }
  }

  /**
   * A matrix product or convolution, by an algorithm.
   *
   * @param packed what is read instead of the weights, if tiles read them in an order of their own
   * @param parts of a sum over the batch, one for each part of it, that a {@link Total} adds up; empty otherwise
   * @param sums parts of what is summed up of the output, one for each sample, that a {@link Total} adds up
   * @param byRows whether a small batch is divided among threads by rows
   */
  record Product(
      Group.Contraction group,
      Contraction contraction,
      ContractionSchedule schedule,
      Optional<Stored.Packed> packed,
      Optional<Stored.Parts> parts,
      List<Stored.Parts> sums,
      boolean byRows)
      implements Step {
    public Product {
      sums = List.copyOf(sums);
    }

    /** Into how many parts the batch is split. */
    public int splits() {
      return parts.map(p -> p.type().extents().getFirst()).orElse(1);
    }

    @Override
    public List<Stored> reads() {
      Set<Stored> read = new LinkedHashSet<>();
      Node product = group.contraction();
      group.input().tensors().map(Stored::of).forEach(read::add);
      read.add(packed.isPresent() ? packed.get() : Stored.of(product.input(1)));
      group.output().tensors().filter(t -> t != product).map(Stored::of).forEach(read::add);
      Node output = group.output().node();
      group.sums().stream().flatMap(Fused::tensors).filter(t -> t != product && t != output)
          .map(Stored::of)
          .forEach(read::add);
      return List.copyOf(read);
    }

    @Override
    public List<Stored> writes() {
      List<Stored> written =
          new ArrayList<>(
              List.of(parts.isPresent() ? parts.get() : Stored.of(group.output().node())));
      written.addAll(sums);
      return List.copyOf(written);
    }

    @Override
    public int scratchFloats() {
      return schedule.scratchFloats()
          + sums.size() * group.output().node().type().features();
    }

    @Override
    public Division division() {
      return parts.isPresent() ? Division.SPLIT : byRows ? Division.ROWS : Division.SAMPLE;
    }

    @Override
    public boolean sharesLaunch() {
      return schedule.servesFewSamples();
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

  /**
   * A primitive with loops of its own.
   *
   * @param parts of moments over the batch, one for each sample, that a {@link Total} merges; empty otherwise
   */
  record Own(Group.Single group, Division division, Optional<Stored.Parts> parts) implements Step {
    @Override
    public List<Stored> reads() {
      return values(group.operands());
    }

    @Override
    public List<Stored> writes() {
      return parts.isPresent() ? List.of(parts.get()) : values(group.results());
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
    public Division division() {
      return Division.ONCE;
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
