package dev.throughline.processor.graph;

import java.util.List;

/**
 * One value of a graph. Two nodes are the same only if they are the same object; ids are unique within a
 * graph and grow in topological order.
 */
public final class Node {
  private final int id;
  private final Primitive op;
  private final List<Node> inputs;
  private final TensorType type;
  private final Origin origin;
  private final String label;

  Node(
      int id, Primitive op, List<Node> inputs, TensorType type, Origin origin, String label) {
    this.id = id;
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.type = type;
    this.origin = origin;
    this.label = label;
  }

  public int id() {
    return id;
  }

  public Primitive op() {
    return op;
  }

  public List<Node> inputs() {
    return inputs;
  }

  public Node input(int index) {
    return inputs.get(index);
  }

  public TensorType type() {
    return type;
  }

  public Origin origin() {
    return origin;
  }

  /** The field's name for this quantity, such as {@code scale}; empty if nobody named it. */
  public String label() {
    return label;
  }

  /** {@code %12 = conv2d(%3, %4) 3×3 by (1, 1) pad (1, 1) : f32[n, 16, 32, 32]   stem}. */
  @Override
  public String toString() {
    return NodeText.of(this);
  }
}
