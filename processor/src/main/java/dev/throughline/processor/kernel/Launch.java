package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.memory.Slot;
import java.util.List;

/** One call of a kernel: where its buffers are, in the order of {@link Kernel#buffers()}. */
public record Launch(Kernel kernel, List<Slot> buffers, Origin origin) {
  public Launch {
    buffers = List.copyOf(buffers);
    if (buffers.size() != kernel.buffers().size()) {
      throw new IllegalArgumentException(
          "kernel %s takes %s, not %s".formatted(kernel.name(), kernel.buffers(), buffers));
    }
  }
}
