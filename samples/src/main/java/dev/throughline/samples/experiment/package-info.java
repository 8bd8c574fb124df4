/**
 * The lecture's claims as measurements: networks that differ in one word, trained side by side on the same images,
 * and one figure for each claim. An {@link Experiment} says which networks and what is drawn; a {@link
 * Trial} is one network trained and watched.
 */
@NullMarked
package dev.throughline.samples.experiment;

import org.jspecify.annotations.NullMarked;
