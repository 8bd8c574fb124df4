package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.Program;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the compiler made of a network for the CPU.
 *
 * @param planned where its values lie; asked only when a CPU is
 * @param program makes what runs on memory of that plan
 */
public record CpuCode(Supplier<CpuPlan> planned, Function<CpuMemory, CpuProgram> program)
    implements Program {
  CpuPlan plan() {
    return planned.get();
  }
}
