/**
 * Reverse-mode differentiation of a graph, at compile time.
 *
 * <p>{@link Autodiff} appends the backward pass to a forward graph: one rule per primitive, the walk
 * beside it; {@link Adjoint} collects what the users of a value hand on. What they add is made of primitives again, so
 * every later pass treats the backward pass like the forward one.
 */
@NullMarked
package dev.throughline.processor.autodiff;

import org.jspecify.annotations.NullMarked;
