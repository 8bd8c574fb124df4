package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Flops;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Collects launches, and gives equal kernels one name.
 *
 * <p>Two kernels are equal if they do the same to buffers of the same names and types; the member they were
 * written for does not count. So a network twice as deep has no more kernels.
 */
final class Emitter {
  private final Map<Kernel, Kernel> known = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<Launch> launches = new ArrayList<>();
  private Origin origin = Origin.NONE;
  private int backwardFrom = Integer.MAX_VALUE;

  /** What a loop kernel is about, before it has a name of its own. */
  record Draft(
      String purpose, String name, TensorType domain, List<String> formula, boolean random) {}

  /** Kernels from now on belong to a graph whose nodes from {@code node} on are gradients. */
  void backwardFrom(int node) {
    backwardFrom = node;
  }

  /** The signature of a new kernel. */
  Signature signature() {
    return new Signature(backwardFrom);
  }

  void from(Origin origin) {
    this.origin = origin;
  }

  /** The launches since the last call, and a fresh list. */
  List<Launch> drain() {
    List<Launch> drained = List.copyOf(launches);
    launches.clear();
    return drained;
  }

  void loop(Draft draft, Signature signature, Kernel.Unit unit, List<Stmt> body) {
    LoopKernel kernel =
        new LoopKernel(
            "",
            draft.purpose(),
            draft.formula(),
            signature.buffers(),
            List.of(),
            unit,
            Locals.declaredOnce(body, signature.buffers()),
            Flops.of(body) * (unit == Kernel.Unit.ELEMENT ? draft.domain().elements() : 1),
            draft.random());
    launch(kernel, draft.name() + shape(draft.domain()), kernel::named, signature.slots());
  }

  /** Launches {@code nameless} under the name of its equal, or else under {@code wanted} or the next free name like it. */
  void launch(Kernel nameless, String wanted, Function<String, Kernel> named, List<Slot> slots) {
    Kernel kernel = known.get(nameless);
    if (kernel == null) {
      kernel = named.apply(unique(wanted));
      known.put(nameless, kernel);
    }
    launches.add(new Launch(kernel, slots, origin));
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private static String shape(TensorType type) {
    return type.extents().stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
