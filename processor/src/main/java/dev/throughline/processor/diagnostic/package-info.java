/**
 * What the compiler tells the user: the table of {@link Problem}s, the places they point to, and the
 * form of a message.
 *
 * <p>A message is {@code [id] what is wrong}, which stands alone, and at most three lines that say where
 * it came from and what to do. It points at the annotation value that is wrong. Everything wrong with a
 * network comes out in one compile, each mistake once. This room knows elements and annotations, but not
 * what they mean.
 */
@NullMarked
package dev.throughline.processor.diagnostic;

import org.jspecify.annotations.NullMarked;
