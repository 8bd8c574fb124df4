package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Verifier;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.WeightPacking;
import java.util.List;
import java.util.Optional;

/** Each kernel keeps to its buffers, and is launched with memory of their sizes; no two share a name. */
public final class ProgramVerifier extends Verifier {
  private final Program program;
  private final String pass;

  private ProgramVerifier(Program program, String pass) {
    super(pass);
    this.program = program;
    this.pass = pass;
  }

  /** Throws {@link BrokenValueException} in the name of {@code pass} unless all of that holds. */
  public static void check(Program program, String pass) {
    new ProgramVerifier(program, pass).check();
  }

  private void check() {
    List<Kernel> kernels = program.kernels();
    long names = kernels.stream().map(Kernel::name).distinct().count();
    require(names == kernels.size(), "%s kernels have %s names", kernels.size(), names);
    for (Kernel kernel : kernels) {
      switch (kernel) {
        case LoopKernel loop -> LoopVerifier.check(loop, pass);
        case ContractionKernel contraction -> contraction(contraction);
        case PackKernel(String name, var packing, var buffers) ->
            require(
                buffers.getLast().type().elements() == packing.floats(),
                "kernel `%s` packs %s floats into %s", name, packing.floats(),
                buffers.getLast());
      }
    }
    program.calls().forEach(this::launch);
  }

  private void launch(Launch launch) {
    for (int i = 0; i < launch.buffers().size(); i++) {
      Slot slot = launch.buffers().get(i);
      Buffer buffer = launch.kernel().buffers().get(i);
      boolean grows = slot.region() == Region.ACTIVATIONS;
      require(
          slot.size() == buffer.type().elements() && grows == buffer.type().batched(),
          "`%s` of kernel `%s` is %s but lies at %s", buffer.name(), launch.kernel().name(),
          buffer.type(), slot);
    }
  }

  private void contraction(ContractionKernel kernel) {
    List<Long> sizes = kernel.contraction().sizes();
    for (int i = 0; i < sizes.size(); i++) {
      TensorType type = kernel.buffers().get(i).type();
      boolean parts = i == 2 && kernel.contraction().overBatch();
      Optional<WeightPacking> packing = i == 1 ? kernel.schedule().packing() : Optional.empty();
      long size = packing.map(p -> (long) p.floats()).orElse(sizes.get(i));
      require(
          type.elements() == size * (parts ? kernel.splits() : 1),
          "kernel `%s` takes %s for %s elements", kernel.name(), kernel.buffers().get(i),
          sizes.get(i));
    }
    require(
        kernel.buffers().size() == sizes.size() + kernel.epilogue().inputs().size(),
        "kernel `%s` takes %s", kernel.name(), kernel.buffers());
  }
}
