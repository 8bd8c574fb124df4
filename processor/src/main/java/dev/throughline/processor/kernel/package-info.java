/**
 * What a backend runs: kernels, and the program that calls them.
 *
 * <p>Every kernel is a small loop nest over named buffers and named sizes: equal loops are one kernel, and each launch
 * gives its sizes in numbers. That of a contraction (a matrix product, a convolution, one of their gradients) copies rows
 * and calls tiles; a tile is a value, and whoever prints it knows how it is made. {@link ProgramVerifier} holds that
 * kernels keep to their buffers, whatever the size of the batch.
 */
@NullMarked
package dev.throughline.processor.kernel;

import org.jspecify.annotations.NullMarked;
