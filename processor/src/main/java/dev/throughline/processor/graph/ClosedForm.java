package dev.throughline.processor.graph;

import java.util.List;
import java.util.function.BiFunction;

/**
 * A layer's own gradient for a node, used instead of walking the nodes between it and {@code inputs}.
 *
 * @param inputs the nodes that receive a gradient
 * @param gradient what they receive
 */
public record ClosedForm(List<Node> inputs, Gradient gradient) {
  public ClosedForm {
    inputs = List.copyOf(inputs);
  }

  /** One whole gradient per input, from the gradient of the node, in the builder given. */
  public static ClosedForm of(
      List<Node> inputs, BiFunction<Node, GraphBuilder, List<Node>> gradients) {
    return new ClosedForm(
        inputs,
        (dy, g, to) -> {
          List<Node> given = gradients.apply(dy, g);
          for (int i = 0; i < given.size(); i++) {
            to.add(inputs.get(i), given.get(i));
          }
        });
  }

  /** Hands on the gradient {@code dy} of the node. */
  @FunctionalInterface
  public interface Gradient {
    /** Gives {@code to} what each input receives, made in {@code g}, the soonest known first. */
    void push(Node dy, GraphBuilder g, Adjoints to);
  }

  /** Collects the gradients of values. */
  public interface Adjoints {
    /** Adds {@code gradient} to that of {@code x}. */
    void add(Node x, Node gradient);

    /** Adds {@code factor · dy}, a factor for each feature. */
    void addScaled(Node x, Node dy, Node factor);

    /** Adds {@code slope · x + offset}, both numbers of each feature. */
    void addLine(Node x, Node slope, Node offset);
  }
}
