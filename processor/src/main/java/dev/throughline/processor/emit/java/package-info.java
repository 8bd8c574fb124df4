/**
 * Kernels as Java text, plain and with vectors, and the classes that hold them. A comma, a brace, an intrinsic belongs here.
 *
 * <p>{@link KernelPrinter} walks through a kernel, a {@link Dialect} spells what it meets; {@link TilePrinter} makes a
 * method of a tile. Nothing here knows who calls a kernel, or where a value lies.
 */
@NullMarked
package dev.throughline.processor.emit.java;

import org.jspecify.annotations.NullMarked;
