/**
 * How gradients become steps: optimisers, rate schedules and gradient clipping. An optimiser is a
 * value that names its numbers; what it remembers from step to step is an {@link
 * dev.throughline.runtime.optimizer.OptimizerState}; the arithmetic is the network's generated
 * step. Knows nothing of data or of training loops.
 */
@NullMarked
package dev.throughline.runtime.optimizer;

import org.jspecify.annotations.NullMarked;
