package dev.throughline.runtime.spec;

import dev.throughline.runtime.tensor.Layout;

/**
 * A trainable parameter.
 *
 * @param name published name, for instance {@code stage1.0.conv1.weight}
 * @param layout published extents and storage order
 * @param offset its first float in the flat parameter and gradient buffers
 * @param initializer how it starts
 */
public record ParameterSpec(String name, Layout layout, int offset, Initializer initializer) {
  /** Number of trainable values. */
  public int size() {
    return layout.size();
  }
}
