package dev.throughline.processor.fusion;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Nodes that are computed together. */
public sealed interface Group {

  /** The nodes whose values this group writes to memory. */
  List<Node> results();

  /** The nodes whose values this group reads from memory, without repetition. */
  List<Node> operands();

  default Origin origin() {
    return results().getFirst().origin();
  }

  /**
   * One loop over {@code domain} that stores maps and accumulates reductions; a few one after the other, row by row, where
   * some of it needs what a row was reduced to. What is made of such numbers alone, one for each row, may be among the
   * outputs.
   */
  record Loops(TensorType domain, List<Fused> outputs) implements Group {
    public Loops {
      outputs = List.copyOf(outputs);
    }

    /** Those outputs that one loop over a row makes, loop after loop. */
    public List<List<Fused>> passes() {
      Map<Node, Integer> passOf = new HashMap<>();
      List<List<Fused>> passes = new ArrayList<>();
      for (Fused output : outputs) {
        int pass =
            output.tensors()
                .filter(passOf::containsKey)
                .mapToInt(node -> passOf.getOrDefault(node, 0)
                    + (isOfRow(node) && !isOfRow(output) ? 1 : 0))
                .max()
                .orElse(0);
        passOf.put(output.node(), pass);
        while (passes.size() <= pass) {
          passes.add(new ArrayList<>());
        }
        passes.get(pass).add(output);
      }
      return passes;
    }

    /** Whether {@code result} may be written over {@code operand}, element by element: nobody reads that later. */
    public boolean mayReplace(Node operand, Node result) {
      List<List<Fused>> passes = passes();
      int written = 0;
      while (passes.get(written).stream().noneMatch(output -> output.node() == result)) {
        written++;
      }
      boolean readLater =
          passes.subList(written + 1, passes.size()).stream().flatMap(List::stream)
              .flatMap(Fused::tensors).anyMatch(operand::equals);
      boolean madeHere =
          passes.subList(written, passes.size()).stream().flatMap(List::stream)
              .anyMatch(output -> output.node() == operand);
      return !readLater && !madeHere;
    }

    /** Whether {@code output} is made of what rows were reduced to, row by row. */
    public boolean isOfRow(Fused output) {
      return output.reduction() == null && isOfRow(output.node());
    }

    private boolean isOfRow(Node result) {
      return !result.type().equals(domain);
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

  /**
   * A matrix product or convolution.
   *
   * @param input its first factor: a tensor, or what is computed from tensors each time that it is read
   * @param output what is done to each finished element, Arg 0
   * @param sums what is summed up of each feature of the output, and of what lies beside it, while it is at hand
   */
  record Contraction(Node contraction, Fused input, Fused output, List<Fused> sums)
      implements Group {
    public Contraction {
      sums = List.copyOf(sums);
    }

    Contraction(Node contraction, Fused input, Fused output) {
      this(contraction, input, output, List.of());
    }

    /** This, with one more sum. */
    Contraction summing(Fused sum) {
      return new Contraction(
          contraction, input, output, Stream.concat(sums.stream(), Stream.of(sum)).toList());
    }

    /** The value whose elements {@code sum} adds up: the output, or the product before anything is done to it. */
    public Node summed(Fused sum) {
      return sum.tensors().anyMatch(contraction::equals) ? contraction : output.node();
    }

    /** Whether the first factor is computed when it is read. */
    public boolean fetches() {
      return !input.body().equals(Expr.arg(0));
    }

    @Override
    public List<Node> results() {
      return Stream.concat(Stream.of(output), sums.stream()).map(Fused::node).toList();
    }

    @Override
    public List<Node> operands() {
      Set<Node> read = new LinkedHashSet<>();
      input.tensors().forEach(read::add);
      read.addAll(contraction.inputs().subList(1, contraction.inputs().size()));
      output.tensors().forEach(read::add);
      sums.forEach(sum -> sum.tensors().forEach(read::add));
      read.remove(contraction);
      read.remove(output.node());
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
