/**
 * Where every tensor lives, decided before anything runs.
 *
 * <p>{@link MemoryPlanner} gives everything that the schedule stores an offset by liveness: two things share memory
 * if they are never needed at the same time. What scales with the batch is planned for one sample; an address is
 * offset times batch. Packed weights, partial sums and the scratch of a thread are in it: a network allocates what
 * {@link MemoryPlan} says and nothing else. {@link MemoryVerifier} finds lifetimes anew and holds that nothing alive
 * lies over another.
 */
@NullMarked
package dev.throughline.processor.memory;

import org.jspecify.annotations.NullMarked;
