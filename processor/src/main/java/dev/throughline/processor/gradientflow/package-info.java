/**
 * What a network's structure says about its gradients before anything is trained.
 *
 * <p>{@link FlowAnalysis} reads the graph of training, before it is differentiated, and answers a {@link
 * GradientFlow}: for each loss and each parameter the paths between them, counted in weighted layers and
 * in junctions, and what is known of the factors that multiply a gradient on its way. A weighted layer is
 * a convolution or a matrix product of data with trained weights. A junction is a sum or a concatenation
 * of two or more values that depend both on the data and on parameters: where paths meet on the way
 * forward, and part on the way back. Two paths are the same if they pass the same layers and junctions
 * through the same operands; what a normalisation does inside does not multiply paths. Paths are counted,
 * never listed. The rules of this room turn a flow into diagnostics, each of which claims only what
 * follows from these numbers or from the paper that it names. {@code Ranges} bounds
 * the values themselves, for rules about what a loss can be told. Nothing here changes the graph.
 */
@NullMarked
package dev.throughline.processor.gradientflow;

import org.jspecify.annotations.NullMarked;
