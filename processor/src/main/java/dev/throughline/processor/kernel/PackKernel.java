package dev.throughline.processor.kernel;

import dev.throughline.processor.schedule.WeightPacking;
import java.util.List;
import java.util.Map;

/** Copies weights into the order in which the tiles of a contraction read them: buffers w and packed. */
public record PackKernel(String name, WeightPacking packing, List<Buffer> buffers)
    implements Kernel {
  public PackKernel {
    buffers = List.copyOf(buffers);
  }

  @Override
  public Unit unit() {
    return Unit.ONCE;
  }

  @Override
  public List<String> extents() {
    return List.of();
  }

  @Override
  public Work work(Map<String, Integer> sizes) {
    return Work.of(0);
  }

  /** The same kernel under {@code name}. */
  public PackKernel named(String name) {
    return new PackKernel(name, packing, buffers);
  }
}
