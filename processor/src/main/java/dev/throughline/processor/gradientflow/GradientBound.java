package dev.throughline.processor.gradientflow;

/**
 * What is left of a gradient when it arrives, at most, in the network as it is initialised.
 *
 * <p>The root mean square, over the draw of the weights, of the norm of the gradient here divided by its
 * norm at {@code since}. It multiplies the largest slope of each activation and the gain of each weighted
 * layer, {@code √(fan in · variance)}, and adds up over paths. As in He et al. 2015a, section 2.2, the
 * weights are taken as independent of the gradients that they multiply. Training may change it.
 *
 * @param ratio infinite if it is too large for a double
 * @param since where the gradient was measured against: the path of a loss, whose gradient with respect to
 *     what it reads is meant; or that of a member past which no factor is known, such as one that
 *     normalises; empty if there are several, of which the largest is meant
 */
public record GradientBound(double ratio, String since) {}
