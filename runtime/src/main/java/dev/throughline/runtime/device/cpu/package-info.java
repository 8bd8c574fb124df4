/**
 * Networks on the CPU. A {@link dev.throughline.runtime.device.cpu.CpuDevice} is a team of threads
 * that run one kernel at a time, each unit of it exactly once; which thread runs which unit is left
 * to chance, and kernels are written so that it cannot matter. A {@code CpuEngine} owns a network's arrays, laid out as
 * its {@link dev.throughline.runtime.device.cpu.CpuPlan} says, and calls the generated {@link
 * dev.throughline.runtime.device.cpu.CpuProgram}; {@link dev.throughline.runtime.device.cpu.KernelTier} and {@link
 * dev.throughline.runtime.device.cpu.WarmUp} see to it that vector kernels run once they are compiled.
 */
@NullMarked
package dev.throughline.runtime.device.cpu;

import org.jspecify.annotations.NullMarked;
