/** Chains of fully connected layers, whose depth is one number: does the gradient get through? */
@NullMarked
package dev.throughline.samples.perceptron;

import org.jspecify.annotations.NullMarked;
