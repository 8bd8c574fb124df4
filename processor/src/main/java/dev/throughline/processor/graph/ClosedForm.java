package dev.throughline.processor.graph;

import java.util.List;
import java.util.function.BiFunction;

/**
 * A layer's own gradient for a node, used instead of walking the nodes between it and {@code inputs}.
 *
 * @param inputs the nodes that receive a gradient
 * @param gradient from the gradient of the node, in the builder given, one gradient per input
 */
public record ClosedForm(
    List<Node> inputs, BiFunction<Node, GraphBuilder, List<Node>> gradient) {}
