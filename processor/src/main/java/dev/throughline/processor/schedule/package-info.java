/**
 * How each group is computed: by which algorithm, in which tiles and blocks, from which copies of its operands, in how
 * many parts.
 *
 * <p>{@link Scheduling} turns groups into {@link Step}s. What an algorithm asks for beside its operands is a step or a
 * stored value like any other: a copy of weights in the order of tiles, partial sums, scratch. So memory, folding and
 * pages follow by themselves, and whatever stands to the right carries the schedule out and decides nothing. A {@link
 * Target} is all that may be known of a machine here. Nothing here knows of names, offsets or text of programs.
 */
@NullMarked
package dev.throughline.processor.schedule;

import org.jspecify.annotations.NullMarked;
