/**
 * What kernels are made of. Generated ones call elementary functions, in scalar and vector form. Both forms of a
 * function do the same operations in the same order, so a kernel and its scalar twin agree bit for
 * bit (which NaN they return is left open). {@link dev.throughline.runtime.kernel.VectorMath} is the
 * only class here that needs {@code jdk.incubator.vector}. {@link dev.throughline.runtime.kernel.Measures} is what the
 * CPU's engine adds up of any network.
 */
@NullMarked
package dev.throughline.runtime.kernel;

import org.jspecify.annotations.NullMarked;
