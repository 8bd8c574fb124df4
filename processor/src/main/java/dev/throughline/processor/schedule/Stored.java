package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.Locale;

/** What memory holds while a network runs. */
public sealed interface Stored {
  /** Its shape, and whether it grows with the batch. */
  TensorType type();

  /** The node that it is the value of, or is made from or for. */
  Node node();

  /** The value of a node, which may lie in the memory of another. */
  record Value(Node node) implements Stored {
    @Override
    public TensorType type() {
      return node.type();
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%%%d", node.id());
    }
  }

  /** A copy of {@code weights} in the order in which the tiles of a contraction read them. */
  record Packed(Node weights, WeightPacking packing) implements Stored {
    @Override
    public Node node() {
      return weights;
    }

    @Override
    public TensorType type() {
      return TensorType.fixed(packing.floats());
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%%%d packed %s", weights.id(), packing.text());
    }
  }

  /** Sums of parts of the batch from which the value of {@code node} is finished, in one step. */
  record Parts(Node node, TensorType type) implements Stored {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "parts of %%%d", node.id());
    }
  }

  /** The value of {@code node}. */
  static Stored of(Node node) {
    return new Value(node);
  }
}
