package dev.throughline.runtime.training;

/**
 * How well a network did on some samples.
 *
 * @param loss mean loss of a sample
 * @param accuracy part of the samples whose largest logit is the label's, 0 to 1
 */
public record Score(double loss, double accuracy) {}
