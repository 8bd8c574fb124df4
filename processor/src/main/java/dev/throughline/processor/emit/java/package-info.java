/**
 * Java text: kernels, their expressions, and the classes around them. A comma, a brace, an intrinsic
 * belongs here. {@link KernelPrinter} walks through a loop kernel, a {@link Dialect} spells what it meets. Which algorithm a contraction takes, in which tiles and blocks, was decided by its schedule; the
 * loops around its tiles are still written out here.
 */
@NullMarked
package dev.throughline.processor.emit.java;

import org.jspecify.annotations.NullMarked;
