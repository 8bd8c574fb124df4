/**
 * Networks as their users hold them. {@link dev.throughline.runtime.network.Network}, which generated classes extend, is
 * a facade of an engine: it checks calls, keeps what the last pass answered, and gives names to memory; {@link
 * dev.throughline.runtime.network.InferenceProgram} is that of inference alone, for several threads; handles give
 * layers names, {@link dev.throughline.runtime.network.Weights} are the tensors of a file. Holds no array and knows no
 * kind of device, nothing of data sets, optimisers' policies or training loops.
 */
@NullMarked
package dev.throughline.runtime.network;

import org.jspecify.annotations.NullMarked;
