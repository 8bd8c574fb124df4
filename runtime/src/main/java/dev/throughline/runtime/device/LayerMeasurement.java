package dev.throughline.runtime.device;

/**
 * One weighted layer after a step.
 *
 * @param gradient Euclidean norm of the gradient of its weights
 * @param activation Euclidean norm of what it makes of one sample, in the root mean square over the batch; NaN if that
 *     is not kept
 * @param dead share of its features that are zero everywhere, for every sample of the batch; NaN if what is kept is
 *     not the result of a ReLU
 * @param update Euclidean norm of the change of its weights over that of the weights
 */
public record LayerMeasurement(double gradient, double activation, double dead, double update) {}
