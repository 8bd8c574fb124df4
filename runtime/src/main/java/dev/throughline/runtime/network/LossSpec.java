package dev.throughline.runtime.network;

/**
 * A loss of the network.
 *
 * @param name path of the member, such as {@code loss} or {@code aux1.loss}
 * @param weight what it counts for in the sum that is trained for
 * @param target name of what it compares with
 * @param valueAt offset of its mean over the batch in the workspace of training
 */
public record LossSpec(String name, float weight, String target, int valueAt) {}
