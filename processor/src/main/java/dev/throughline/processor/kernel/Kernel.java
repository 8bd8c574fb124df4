package dev.throughline.processor.kernel;

import java.util.List;
import java.util.Map;

/**
 * One kernel: a name, the buffers it is called with, and how its work is divided.
 *
 * <p>Kernels are compared by what they do, not by where they are used: equal loops are one, whatever their sizes.
 */
public sealed interface Kernel permits LoopKernel, ContractionKernel, PackKernel {

  /** How a launch is divided into tasks that may run at the same time, in any order. */
  enum Unit {
    /** One task a sample of the batch. */
    SAMPLE,
    /** One task an element; tasks are handed out in runs of consecutive elements. */
    ELEMENT,
    /** One task a split of the batch; the number of splits never depends on the number of threads. */
    SPLIT,
    /** One task. */
    ONCE
  }

  String name();

  List<Buffer> buffers();

  Unit unit();

  /** The sizes that each launch gives in numbers, by name. */
  List<String> extents();

  /** Floating-point operations of one sample, or of the launch if it is not divided among samples. */
  Work work(Map<String, Integer> sizes);

  /** A parameter of a kernel: an array and the offset at which the tensor starts. */
  record Buffer(String name, Shape shape, boolean written) {}
}
