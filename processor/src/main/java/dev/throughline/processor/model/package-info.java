/**
 * What the user wrote, read from the annotated interfaces.
 *
 * <p>{@link NetworkReader} turns a type into a {@link NetworkModel}: members in source order, each with
 * its annotation as typed values and with the places that a diagnostic may point to. It reports what is
 * wrong with an interface as Java; what an annotation means, and whether shapes fit, is for the rooms to
 * the right. Code that does not compile yet is read without a word: javac reports it.
 */
@NullMarked
package dev.throughline.processor.model;

import org.jspecify.annotations.NullMarked;
