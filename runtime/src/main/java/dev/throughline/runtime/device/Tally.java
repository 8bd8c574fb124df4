package dev.throughline.runtime.device;

/**
 * How many answers were right.
 *
 * @param right answers that are what the target says
 * @param answers all that were counted: one for each sample, or for each position or label of it
 */
public record Tally(long right, long answers) {}
