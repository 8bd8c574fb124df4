package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.BrokenValueException;
import dev.throughline.processor.graph.Verifier;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each kernel keeps to its buffers, and is launched with memory of their sizes; no two share a name. */
public final class ProgramVerifier extends Verifier {
  private final Program program;
  private final String pass;
  private final Map<Kernel, Set<Map<String, Integer>>> checked = new IdentityHashMap<>();

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
    program.calls().forEach(this::launch);
    for (Update update : program.updates()) {
      LoopVerifier.check(update.kernel(), update.kernel().constants(), pass);
    }
  }

  private void launch(Launch launch) {
    Kernel kernel = launch.kernel();
    if (checked.computeIfAbsent(kernel, _ -> new HashSet<>()).add(launch.sizes())) {
      if (kernel.usesTiles()) {
        WalkVerifier.check(kernel, launch.sizes(), program.scratchFloats(), pass);
      } else {
        LoopVerifier.check(kernel, launch.sizes(), pass);
      }
    }
    for (int i = 0; i < launch.buffers().size(); i++) {
      Slot slot = launch.buffers().get(i);
      Buffer buffer = launch.kernel().buffers().get(i);
      boolean grows = slot.region() == Region.ACTIVATIONS;
      require(
          slot.size() == elements(buffer, launch.sizes()) && grows == buffer.shape().batched(),
          "`%s` of kernel `%s` is %s but lies at %s", buffer.name(), launch.kernel().name(),
          buffer.shape(), slot);
      require(
          slot.pitch() == number(buffer.shape().pitch(), launch.sizes()),
          "`%s` of kernel `%s` is %s but lies at %s", buffer.name(), launch.kernel().name(),
          buffer.shape(), slot);
    }
  }

  private static long elements(Buffer buffer, Map<String, Integer> sizes) {
    return number(buffer.shape().elements(), sizes);
  }

  private static long number(Int size, Map<String, Integer> sizes) {
    return Work.of(1).times(size).in(sizes).fixed();
  }
}
