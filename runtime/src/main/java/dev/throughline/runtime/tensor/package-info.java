/**
 * What a tensor is to its reader: {@link dev.throughline.runtime.tensor.Layout} says how published
 * axes lie in memory, {@link dev.throughline.runtime.tensor.Memory} is floats wherever they are, {@link
 * dev.throughline.runtime.tensor.Tensor} is a live view through both, and {@link
 * dev.throughline.runtime.tensor.Philox} is the one source of randomness. Knows nothing of
 * networks, files or threads.
 */
@NullMarked
package dev.throughline.runtime.tensor;

import org.jspecify.annotations.NullMarked;
