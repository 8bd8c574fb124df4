/**
 * From steps and offsets to kernels and launches.
 *
 * <p>Every loop but those of contractions is decided here: which runs over lanes, in which order sums are made, how
 * work divides into tasks. {@link Lowering} walks the steps in order; each kind of step has a class that writes
 * its loop nest over named sizes. Equal loop nests become one kernel whatever their sizes; what all launches of a
 * kernel have in common is then made part of it.
 */
@NullMarked
package dev.throughline.processor.lower;

import org.jspecify.annotations.NullMarked;
