/**
 * Which nodes share one pass over memory.
 *
 * <p>{@link Fusion} turns a graph into {@link Group}s, each of which becomes one kernel (a few, where a sum
 * over the batch needs a second pass). What lies between two groups is a tensor in memory; everything
 * else exists only as an expression inside a loop. Nothing here knows of offsets or loops.
 */
@NullMarked
package dev.throughline.processor.fusion;

import org.jspecify.annotations.NullMarked;
