package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import java.util.List;
import java.util.stream.Stream;

/** The runtime's types, by name: the processor never loads them. */
final class Runtime {
  static final ClassName NETWORK = network("Network");
  static final ClassName SPEC = spec("NetworkSpec");
  static final ClassName MODEL = network("Model");
  static final ClassName LOSS_KIND = spec("LossKind");
  static final ClassName INITIALIZER = spec("Initializer");
  static final ClassName LAYER_HANDLE = network("LayerHandle");
  static final ClassName LOSS_HANDLE = network("LossHandle");
  static final ClassName GRADIENT_PREDICTION = spec("GradientPrediction");
  static final ClassName LAYOUT = tensor("Layout");
  static final ClassName TENSOR = tensor("Tensor");
  static final ClassName DEVICE = device("Device");
  static final ClassName ENGINE = device("Engine");
  static final ClassName UPDATE_STEP = device("UpdateStep");
  static final ClassName CPU_CODE = cpu("CpuCode");
  static final ClassName CPU_DEVICE = cpu("CpuDevice");
  static final ClassName BODY = CPU_DEVICE.nestedClass("Body");
  static final ClassName CPU_MEMORY = cpu("CpuMemory");
  static final ClassName CPU_PLAN = cpu("CpuPlan");
  static final ClassName CPU_PROGRAM = cpu("CpuProgram");
  static final ClassName KERNEL_TIER = cpu("KernelTier");
  static final ClassName WARM_UP = cpu("WarmUp");

  /** Those that are referred to by the name of another. */
  static final List<ClassName> NESTED =
      Stream.concat(
          Stream.of(SPEC.nestedClass("Builder")),
          Stream.of(
              "HeNormal", "XavierUniform", "XavierNormal", "PyTorchDefault", "Normal", "Sinusoids",
              "Constant")
              .map(INITIALIZER::nestedClass))
          .toList();

  private Runtime() {}

  private static ClassName network(String name) {
    return ClassName.get("dev.throughline.runtime.network", name);
  }

  private static ClassName spec(String name) {
    return ClassName.get("dev.throughline.runtime.spec", name);
  }

  private static ClassName device(String name) {
    return ClassName.get("dev.throughline.runtime.device", name);
  }

  private static ClassName cpu(String name) {
    return ClassName.get("dev.throughline.runtime.device.cpu", name);
  }

  private static ClassName tensor(String name) {
    return ClassName.get("dev.throughline.runtime.tensor", name);
  }
}
