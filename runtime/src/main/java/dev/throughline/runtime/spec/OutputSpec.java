package dev.throughline.runtime.spec;

import dev.throughline.runtime.tensor.Layout;

/**
 * An answer of the network.
 *
 * @param name path of the member that computes it
 * @param layout published extents and storage order of one sample's
 */
public record OutputSpec(String name, Layout layout) {}
