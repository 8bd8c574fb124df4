/**
 * Java text: kernels, their expressions, and the classes around them. A comma, a brace, an intrinsic
 * belongs here; what is computed and in which order was decided before.
 */
@NullMarked
package dev.throughline.processor.emit.java;

import org.jspecify.annotations.NullMarked;
