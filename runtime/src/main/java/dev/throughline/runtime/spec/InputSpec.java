package dev.throughline.runtime.spec;

import dev.throughline.runtime.tensor.Layout;

/**
 * What a caller provides for each sample: data that members read, or a target that losses compare with.
 *
 * @param name as declared, such as {@code images} or {@code labels}
 * @param layout published extents and storage order of one sample's
 * @param limit of indices, such as tokens or labels, the number they are below; 0 of ordinary numbers
 */
public record InputSpec(String name, Layout layout, int limit) {
  /** Whether it consists of whole numbers below {@link #limit}. */
  public boolean isIndices() {
    return limit > 0;
  }
}
