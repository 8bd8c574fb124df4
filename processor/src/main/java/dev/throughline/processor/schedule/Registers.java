package dev.throughline.processor.schedule;

/**
 * How many sums a tile may hold beside its operands. It is decided when a class of vector kernels loads, by the lanes of the
 * machine; no result depends on it, as each sum is made in the same order in every tile.
 */
public enum Registers {
  /** 32: AVX-512 with 16 lanes, NEON with 4. */
  MANY,
  /** 16: AVX2, with 8 lanes. A tile of 16 sums would spill them. */
  FEW
}
