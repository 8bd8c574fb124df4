/**
 * What a backend runs: loop nests, contractions, and the program that calls them.
 *
 * <p>Everything that maps, reduces, pools, normalises, moves or updates is a {@link LoopKernel}, a small
 * loop nest over named buffers and named sizes: equal loops are one kernel, and each launch gives its sizes in
 * numbers. Contractions (matrix products, convolutions and their gradients) are
 * carried out as their schedule says; only what is done to finished sums, the epilogue, is an expression. {@link
 * ProgramVerifier} holds that kernels keep to their buffers, whatever the size of the batch.
 */
@NullMarked
package dev.throughline.processor.kernel;

import org.jspecify.annotations.NullMarked;
