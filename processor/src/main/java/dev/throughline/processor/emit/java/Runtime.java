package dev.throughline.processor.emit.java;

import com.palantir.javapoet.ClassName;
import java.util.List;
import java.util.stream.Stream;

/** The runtime's types, by name: the processor never loads them. */
final class Runtime {
  static final ClassName NETWORK = network("Network");
  static final ClassName SPEC = network("NetworkSpec");
  static final ClassName MODEL = network("Model");
  static final ClassName MEMORY = network("NetworkMemory");
  static final ClassName LOSS_KIND = network("LossKind");
  static final ClassName MEMORY_SPEC = network("MemorySpec");
  static final ClassName INITIALIZER = network("Initializer");
  static final ClassName LAYER_HANDLE = network("LayerHandle");
  static final ClassName LOSS_HANDLE = network("LossHandle");
  static final ClassName ACTIVATION_SPEC = network("LayerSpec").nestedClass("ActivationSpec");
  static final ClassName GRADIENT_PREDICTION = network("GradientPrediction");
  static final ClassName LAYOUT = tensor("Layout");
  static final ClassName TENSOR = tensor("Tensor");
  static final ClassName DEVICE = ClassName.get("dev.throughline.runtime.device", "Device");
  static final ClassName CPU_DEVICE =
      ClassName.get("dev.throughline.runtime.device", "CpuDevice");
  static final ClassName BODY = CPU_DEVICE.nestedClass("Body");
  static final ClassName KERNEL_TIER =
      ClassName.get("dev.throughline.runtime.device", "KernelTier");
  static final ClassName WARM_UP = ClassName.get("dev.throughline.runtime.device", "WarmUp");

  /** Those that are referred to by the name of another. */
  static final List<ClassName> NESTED =
      Stream.concat(
          Stream.of(SPEC.nestedClass("Builder"), ACTIVATION_SPEC),
          Stream.of(
              "HeNormal", "XavierUniform", "XavierNormal", "PyTorchDefault", "Normal", "Sinusoids",
              "Constant")
              .map(INITIALIZER::nestedClass))
          .toList();

  private Runtime() {}

  private static ClassName network(String name) {
    return ClassName.get("dev.throughline.runtime.network", name);
  }

  private static ClassName tensor(String name) {
    return ClassName.get("dev.throughline.runtime.tensor", name);
  }
}
