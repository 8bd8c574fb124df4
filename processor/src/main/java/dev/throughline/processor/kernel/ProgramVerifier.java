package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Verifier;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.WeightPacking;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Each kernel keeps to its buffers, and is launched with memory of their sizes; no two share a name. */
public final class ProgramVerifier extends Verifier {
  private final Program program;
  private final String pass;
  private final Set<Object> checked = new HashSet<>();

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
        case LoopKernel _ -> {}
        case ContractionKernel contraction -> contraction(contraction);
        case PackKernel(String name, var packing, var buffers) ->
            require(
                elements(buffers.getLast(), Map.of()) == packing.floats(),
                "kernel `%s` packs %s floats into %s", name, packing.floats(),
                buffers.getLast());
      }
    }
    program.calls().forEach(this::launch);
    for (Update update : program.updates()) {
      LoopVerifier.check(update.kernel(), update.kernel().constants(), pass);
    }
  }

  private void launch(Launch launch) {
    if (launch.kernel() instanceof LoopKernel loop
        && checked.add(Map.entry(loop, launch.sizes()))) {
      LoopVerifier.check(loop, launch.sizes(), pass);
    }
    for (int i = 0; i < launch.buffers().size(); i++) {
      Slot slot = launch.buffers().get(i);
      Buffer buffer = launch.kernel().buffers().get(i);
      boolean grows = slot.region() == Region.ACTIVATIONS;
      require(
          slot.size() == elements(buffer, launch.sizes()) && grows == buffer.shape().batched(),
          "`%s` of kernel `%s` is %s but lies at %s", buffer.name(), launch.kernel().name(),
          buffer.shape(), slot);
    }
  }

  private static long elements(Buffer buffer, Map<String, Integer> sizes) {
    return Work.of(1).times(buffer.shape().elements()).in(sizes).fixed();
  }

  private void contraction(ContractionKernel kernel) {
    List<Long> sizes = kernel.contraction().sizes();
    for (int i = 0; i < sizes.size(); i++) {
      boolean parts = i == 2 && kernel.contraction().overBatch();
      Optional<WeightPacking> packing = i == 1 ? kernel.schedule().packing() : Optional.empty();
      long size = packing.map(p -> (long) p.floats()).orElse(sizes.get(i));
      require(
          elements(kernel.buffers().get(i), Map.of()) == size * (parts ? kernel.splits() : 1),
          "kernel `%s` takes %s for %s elements", kernel.name(), kernel.buffers().get(i),
          sizes.get(i));
    }
    require(
        kernel.buffers().size() == sizes.size() + kernel.epilogue().inputs().size(),
        "kernel `%s` takes %s", kernel.name(), kernel.buffers());
  }
}
