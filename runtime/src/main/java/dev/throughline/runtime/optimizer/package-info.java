/**
 * How gradients become steps: optimisers, rate schedules and gradient clipping. An optimiser is a
 * value, {@link dev.throughline.runtime.optimizer.Optimizer}, that names its slots and numbers; what it remembers from
 * step to step is an {@link dev.throughline.runtime.optimizer.OptimizerState}; the arithmetic is the network's generated
 * step, and norms and limits are the engine's. Knows nothing of data or of training loops.
 */
@NullMarked
package dev.throughline.runtime.optimizer;

import org.jspecify.annotations.NullMarked;
