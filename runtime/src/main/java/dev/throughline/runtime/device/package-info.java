/**
 * Where a network runs. A {@link dev.throughline.runtime.device.CpuDevice} is a team of threads
 * that run one kernel at a time, each unit of it exactly once; which thread runs which unit is left
 * to chance, and kernels are written so that it cannot matter. Knows nothing of networks.
 */
@NullMarked
package dev.throughline.runtime.device;

import org.jspecify.annotations.NullMarked;
