/**
 * Trained networks in use. A {@link dev.throughline.runtime.serving.Predictor} is made from a generated network and a
 * weights file, holds the memory of inference and no more, and answers any number of threads; a {@link
 * dev.throughline.runtime.serving.Prediction} is its answer to one sample. Knows nothing of training beyond what a
 * checkpoint tells of its images and classes.
 */
@NullMarked
package dev.throughline.runtime.serving;

import org.jspecify.annotations.NullMarked;
