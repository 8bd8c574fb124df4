package dev.throughline.runtime.spec;

import java.util.OptionalInt;

/**
 * A loss of the network.
 *
 * @param name path of the member, such as {@code loss} or {@code aux1.loss}
 * @param kind how it compares
 * @param weight what it counts for in the sum that is trained for
 * @param output name of the output that it reads; empty if callers cannot read that, as in a block's own loss
 * @param target name of what it compares with
 * @param ignored the index in the target that it leaves out, such as that of padding
 */
public record LossSpec(
    String name, LossKind kind, float weight, String output, String target, OptionalInt ignored) {}
