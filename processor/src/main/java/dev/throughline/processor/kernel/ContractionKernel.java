package dev.throughline.processor.kernel;

import dev.throughline.processor.schedule.Contraction;
import dev.throughline.processor.schedule.ContractionSchedule;
import java.util.List;
import java.util.Map;

/**
 * A contraction and what is done to each finished element.
 *
 * <p>Buffers are the two factors, the result, then the inputs of the epilogue. A sum over the batch writes one
 * partial result for each split; a loop kernel adds them.
 */
public record ContractionKernel(
    String name,
    Contraction contraction,
    ContractionSchedule schedule,
    Epilogue epilogue,
    List<Buffer> buffers,
    int splits)
    implements Kernel {
  public ContractionKernel {
    buffers = List.copyOf(buffers);
  }

  @Override
  public Unit unit() {
    return contraction.overBatch() ? Unit.SPLIT : Unit.SAMPLE;
  }

  @Override
  public List<String> extents() {
    return List.of();
  }

  @Override
  public Work work(Map<String, Integer> sizes) {
    return Work.of(contraction.flops());
  }

  /** The same kernel under {@code name}. */
  public ContractionKernel named(String name) {
    return new ContractionKernel(name, contraction, schedule, epilogue, buffers, splits);
  }
}
