/**
 * Which nodes share one pass over memory, and which need none.
 *
 * <p>{@link Fusion} turns a graph into {@link Group}s, each of which becomes one kernel (a few, where a sum
 * over the batch needs a second pass). What lies between two groups is a tensor in memory; everything
 * else exists only as an expression inside a loop. {@link Views} says which tensors have no memory of their own, as
 * they are read or made where others lie: a {@link Layout} tells how far apart their elements are there. Nothing here
 * knows of addresses or loops.
 */
@NullMarked
package dev.throughline.processor.fusion;

import org.jspecify.annotations.NullMarked;
