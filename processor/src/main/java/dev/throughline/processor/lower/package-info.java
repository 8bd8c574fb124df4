/**
 * From groups and offsets to kernels and launches.
 *
 * <p>Every loop but those of contractions is decided here: which runs over lanes, in which order sums are made, how
 * work divides into tasks. {@link Lowering} walks the groups in order; each kind of group has a class that writes
 * its loop nest. Equal loop nests become one kernel.
 */
@NullMarked
package dev.throughline.processor.lower;

import org.jspecify.annotations.NullMarked;
