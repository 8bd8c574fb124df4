package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.TensorType;
import java.util.List;

/**
 * One kernel: a name, the buffers it is called with, and how its work is divided.
 *
 * <p>Kernels are compared by what they do, not by where they are used: identical shapes share one.
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

  /** Floating-point operations of one sample, or of the launch if it does not depend on the batch. */
  long flops();

  /** A parameter of a kernel: an array and the offset at which the tensor starts. */
  record Buffer(String name, TensorType type, boolean written) {}
}
