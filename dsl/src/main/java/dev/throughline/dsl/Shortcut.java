package dev.throughline.dsl;

/**
 * What a skip connection does where the body changes the shape; where it does not, every one of these
 * is the identity. He et al. 2015, section 3.3.
 */
public enum Shortcut {
  /** Nothing: the body must keep the shape. */
  IDENTITY,
  /**
   * Option A: takes every stride-th row and column, and adds channels of zeros, half before and half
   * after. Has no parameters.
   */
  PAD,
  /** Option B: a 1×1 convolution with the stride of the block, named {@code shortcut}. */
  PROJECTION
}
