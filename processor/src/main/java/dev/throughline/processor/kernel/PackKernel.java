package dev.throughline.processor.kernel;

import dev.throughline.processor.schedule.WeightPacking;
import java.util.List;

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
  public long flops() {
    return 0;
  }
}
