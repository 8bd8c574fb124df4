/**
 * The networks of the samples against PyTorch: the source of each is compiled for a small input, given weights that both
 * sides draw by one rule, and run; {@code src/test/python} says what is compared.
 */
@NullMarked
package dev.throughline.samples.proof;

import org.jspecify.annotations.NullMarked;
