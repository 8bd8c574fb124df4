/**
 * Where every tensor lives, decided before anything runs.
 *
 * <p>{@link MemoryPlanner} gives each stored node an offset by liveness: two tensors share memory if they
 * are never needed at the same time. What scales with the batch is planned for one sample; an address is
 * offset times batch. Weights that a contraction reads packed come behind what is planned here, when Java is
 * written. {@link MemoryVerifier} finds lifetimes anew and holds that nothing alive lies over another.
 */
@NullMarked
package dev.throughline.processor.memory;

import org.jspecify.annotations.NullMarked;
