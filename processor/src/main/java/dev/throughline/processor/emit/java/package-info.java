/**
 * Kernels as Java text, plain and with vectors, and the classes that hold them. A comma, a brace, an intrinsic belongs here.
 *
 * <p>{@link KernelPrinter} walks through a loop kernel, a {@link Dialect} spells what it meets. A contraction is printed as its
 * schedule says; the loops around its tiles are still written out here, not in the language of kernels. Nothing here knows who calls
 * a kernel, or where a value lies.
 */
@NullMarked
package dev.throughline.processor.emit.java;

import org.jspecify.annotations.NullMarked;
