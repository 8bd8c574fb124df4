/**
 * What a backend runs: loop nests, contractions, and the program that calls them.
 *
 * <p>Everything that maps, reduces, pools, normalises, moves or updates is a {@link LoopKernel}, a small
 * loop nest over named buffers. Contractions (matrix products, convolutions and their gradients) are
 * algorithms with tile sizes, which a printer of the target unrolls; only their prologue and epilogue are
 * expressions. Nothing here assumes a CPU: a unit of work is a task on one target and a block on another,
 * a loop over lanes is a vector on one and threads on the other.
 */
@NullMarked
package dev.throughline.processor.kernel;

import org.jspecify.annotations.NullMarked;
