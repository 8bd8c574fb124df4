package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.memory.Slot;
import java.util.List;
import java.util.Map;

/**
 * One call of a kernel.
 *
 * @param buffers where they are, in the order of {@link Kernel#buffers()}
 * @param sizes the number that each extent of the kernel stands for here
 */
public record Launch(Kernel kernel, List<Slot> buffers, Map<String, Integer> sizes, Origin origin) {
  public Launch {
    buffers = List.copyOf(buffers);
    sizes = Map.copyOf(sizes);
    if (buffers.size() != kernel.buffers().size()) {
      throw new IllegalArgumentException(
          "kernel %s takes %s, not %s".formatted(kernel.name(), kernel.buffers(), buffers));
    }
  }

  /** The number that {@code extent} stands for. */
  public int size(String extent) {
    Integer size = sizes.get(extent);
    if (size == null) {
      throw new IllegalStateException(
          "a launch of %s gives no %s, only %s".formatted(kernel.name(), extent, sizes));
    }
    return size;
  }

  /** Floating-point operations, see {@link Kernel#work}. */
  public Work work() {
    return kernel.work(sizes);
  }
}
