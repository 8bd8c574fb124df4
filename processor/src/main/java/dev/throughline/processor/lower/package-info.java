/**
 * From steps and offsets to kernels and launches.
 *
 * <p>{@link Lowering} walks the steps in order; each kind of step, and each algorithm of a contraction, has a class that
 * writes its loop nest over named sizes: which loop runs over lanes, in which order sums are made, which tile is called
 * where. Equal loop nests become one kernel whatever their sizes; what all launches of a kernel have in common is then
 * made part of it, and its words are found.
 */
@NullMarked
package dev.throughline.processor.lower;

import org.jspecify.annotations.NullMarked;
