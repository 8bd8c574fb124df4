/**
 * What generated code extends and fills in. A {@link dev.throughline.runtime.network.NetworkSpec}
 * describes a network in numbers; {@link dev.throughline.runtime.network.Network} owns its buffers
 * and calls the generated passes, {@link dev.throughline.runtime.network.InferenceProgram} those of inference alone,
 * for several threads; {@link dev.throughline.runtime.network.Decision} says what an answer tells; handles give layers
 * names. Knows nothing of data sets, optimisers' policies or training loops.
 */
@NullMarked
package dev.throughline.runtime.network;

import org.jspecify.annotations.NullMarked;
