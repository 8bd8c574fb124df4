package dev.throughline.runtime.spec;

/**
 * A vector that no gradient changes: a running mean, which training updates, or a fixed table.
 *
 * @param name published name, for instance {@code stem.norm.running_mean}
 * @param size number of values
 * @param offset its first float in the flat state buffer
 * @param initializer how it starts; draws nothing at random
 */
public record StateSpec(String name, int size, int offset, Initializer initializer) {}
