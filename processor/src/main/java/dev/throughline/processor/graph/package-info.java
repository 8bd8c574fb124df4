/**
 * The network as a typed dataflow graph of about twenty primitives, and their definition.
 *
 * <p>A {@link Graph} is a list of nodes in topological order. A node cannot exist without a {@link
 * TensorType}; {@link GraphBuilder} computes it from the inputs. {@link GraphInterpreter} is the
 * definition of every primitive: whatever a backend computes is held against it. This room knows
 * nothing of annotations, loops or memory.
 */
@NullMarked
package dev.throughline.processor.graph;

import org.jspecify.annotations.NullMarked;
