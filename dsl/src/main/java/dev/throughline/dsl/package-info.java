/**
 * The notation: annotations, their enums and the three types that members return.
 *
 * <p>An interface marked {@link Network} is a network. Its abstract methods, in source order, are its
 * members; each carries exactly one annotation of this package that says what it computes, and reads
 * what the member before it returns. An interface marked {@link Block} is a body that members share.
 * Shapes below are written channels first, {@code f32[n, channels, height, width]}, where n is the
 * batch; a vector is {@code f32[n, features]}. Nothing here has behaviour.
 */
@NullMarked
package dev.throughline.dsl;

import org.jspecify.annotations.NullMarked;
