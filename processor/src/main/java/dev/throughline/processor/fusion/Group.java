package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Nodes that are computed together. */
public sealed interface Group {

  /** The nodes whose values this group writes to memory. */
  List<Node> results();

  /** The nodes whose values this group reads from memory, without repetition. */
  List<Node> operands();

  default Origin origin() {
    return results().getFirst().origin();
  }

  /** One loop over {@code domain} that stores maps and accumulates reductions. */
  record Loops(TensorType domain, List<Fused> outputs) implements Group {
    public Loops {
      outputs = List.copyOf(outputs);
    }

    @Override
    public List<Node> results() {
      return outputs.stream().map(Fused::node).toList();
    }

    @Override
    public List<Node> operands() {
      Set<Node> read = new LinkedHashSet<>();
      outputs.forEach(o -> o.tensors().forEach(read::add));
      results().forEach(read::remove);
      return List.copyOf(read);
    }
  }

  /** A matrix product or convolution, and what is done to each finished element: Arg 0 of {@code output}. */
  record Contraction(Node contraction, Fused output) implements Group {
    @Override
    public List<Node> results() {
      return List.of(output.node());
    }

    @Override
    public List<Node> operands() {
      Set<Node> read = new LinkedHashSet<>(contraction.inputs());
      output.tensors().forEach(read::add);
      read.remove(contraction);
      return List.copyOf(read);
    }
  }

  /** A primitive with a kernel of its own: moments, pooling and its gradient, a move, a choice of rows,
   * the gradient of a sparse convolution. */
  record Single(Node node) implements Group {
    @Override
    public List<Node> results() {
      return List.of(node);
    }

    @Override
    public List<Node> operands() {
      return List.copyOf(new LinkedHashSet<>(node.inputs()));
    }
  }

  /** One line for the trace. */
  default String trace() {
    List<String> parts = new ArrayList<>();
    for (Node node : results()) {
      parts.add(String.format(Locale.ROOT, "%%%d", node.id()));
    }
    String reads = String.join(", ", operands().stream().map(n -> "%" + n.id()).toList());
    return "%s %s <- %s   %s"
        .formatted(getClass().getSimpleName(), String.join(", ", parts), reads, origin().member());
  }
}
