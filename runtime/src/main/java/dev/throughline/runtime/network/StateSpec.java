package dev.throughline.runtime.network;

/**
 * A vector that training updates without a gradient, such as a running mean.
 *
 * @param name published name, for instance {@code stem.norm.running_mean}
 * @param size number of values
 * @param offset its first float in the flat state buffer
 * @param initial value of every element at the start
 */
public record StateSpec(String name, int size, int offset, float initial) {}
