package dev.throughline.runtime.spec;

/**
 * What the compiler found out about the gradient of a layer before anything was trained, from the loss
 * that is nearest to it.
 *
 * @param shortest weighted layers on the shortest path from that loss, the layer itself included
 * @param longest the same on the longest path
 * @param junctions sums and concatenations on the path that has most
 * @param slopes the largest product of activation derivatives along any one path
 * @param bound the norm of the gradient by the layer's output over that at {@code since}, at most, in the
 *     root mean square over the draw of the initial weights
 * @param since path of the loss whose gradient was measured against, or of a member past which no factor
 *     is known, such as one that normalises; empty if there are several
 */
public record GradientPrediction(
    int shortest, int longest, int junctions, double slopes, double bound, String since) {}
