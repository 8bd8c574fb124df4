package dev.throughline.processor.emit;

import com.palantir.javapoet.ClassName;
import java.util.List;
import java.util.stream.Stream;

/** The runtime's types, by name: the processor never loads them. */
public final class Runtime {
  public static final ClassName NETWORK = network("Network");
  public static final ClassName SPEC = spec("NetworkSpec");
  public static final ClassName MODEL = network("Model");
  public static final ClassName LOSS_KIND = spec("LossKind");
  public static final ClassName INITIALIZER = spec("Initializer");
  public static final ClassName LAYER_HANDLE = network("LayerHandle");
  public static final ClassName LOSS_HANDLE = network("LossHandle");
  public static final ClassName GRADIENT_PREDICTION = spec("GradientPrediction");
  public static final ClassName LAYOUT = tensor("Layout");
  public static final ClassName TENSOR = tensor("Tensor");
  public static final ClassName DEVICE = device("Device");
  public static final ClassName ENGINE = device("Engine");
  public static final ClassName UPDATE_STEP = device("UpdateStep");
  public static final ClassName CPU_CODE = cpu("CpuCode");
  public static final ClassName CPU_DEVICE = cpu("CpuDevice");
  public static final ClassName BODY = CPU_DEVICE.nestedClass("Body");
  public static final ClassName CPU_MEMORY = cpu("CpuMemory");
  public static final ClassName CPU_PLAN = cpu("CpuPlan");
  public static final ClassName CPU_PROGRAM = cpu("CpuProgram");
  public static final ClassName KERNEL_TIER = cpu("KernelTier");
  public static final ClassName WARM_UP = cpu("WarmUp");

  /** Those that are referred to by the name of another. */
  public static final List<ClassName> NESTED =
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
