/**
 * Pictures of a run, as PNG: curves over epochs and the confusion matrix.
 *
 * <p>Needs no display. Knows plain numbers and names, nothing of networks or data sets.
 */
@NullMarked
package dev.throughline.samples.chart;

import org.jspecify.annotations.NullMarked;
