package dev.throughline.runtime.network;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Programs;
import dev.throughline.runtime.device.cpu.CpuCode;
import dev.throughline.runtime.device.cpu.CpuMemory;
import dev.throughline.runtime.device.cpu.CpuPlan;
import dev.throughline.runtime.device.cpu.CpuProgram;
import dev.throughline.runtime.spec.GradientPrediction;
import dev.throughline.runtime.spec.Initializer;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Layout;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a generated network looks like to the runtime, in plain loops: dropout, a linear layer,
 * softmax cross-entropy, and a running mean of the input that inference subtracts.
 */
public final class SoftmaxRegression extends Network {
  private final Maker maker;

  /** Makes the usual program, and remembers it. */
  private static final class Maker implements Function<CpuMemory, CpuProgram> {
    private final NetworkSpec spec;
    private @Nullable SoftmaxProgram made;

    Maker(NetworkSpec spec) {
      this.spec = spec;
    }

    @Override
    public CpuProgram apply(CpuMemory memory) {
      SoftmaxProgram program = new SoftmaxProgram(memory, spec);
      made = program;
      return program;
    }
  }

  public SoftmaxRegression(NetworkSpec spec, Device device, int batch, long seed) {
    this(spec, plan(spec), device, batch, seed);
  }

  public SoftmaxRegression(
      NetworkSpec spec, CpuPlan plan, Device device, int batch, long seed) {
    this(spec, plan, device, batch, seed, new Maker(spec));
  }

  private SoftmaxRegression(
      NetworkSpec spec, CpuPlan plan, Device device, int batch, long seed, Maker maker) {
    super(device.open(Programs.of(spec, new CpuCode(() -> plan, maker)), batch, seed), seed);
    this.maker = maker;
  }

  /** One that another program runs. */
  public static Network run(Function<CpuMemory, CpuProgram> by, Device device, int batch) {
    NetworkSpec spec = spec(1, 4, 4, 3);
    Model.Facade facade = (engine, seed) -> new Network(engine, seed) {};
    return Model.of(spec, facade, new CpuCode(() -> plan(spec), by)).on(device, batch, 1);
  }

  /** What a predictor is made of. */
  public static Model model(NetworkSpec spec) {
    return Model.of(
        spec,
        (engine, seed) -> new Network(engine, seed) {},
        new CpuCode(() -> plan(spec), memory -> new SoftmaxProgram(memory, spec)));
  }

  public static NetworkSpec spec(int c, int h, int w, int classes) {
    int d = c * h * w;
    return NetworkSpec.of("SoftmaxRegression", "example.SoftmaxRegression")
        .input("images", Layout.image(c, h, w), 0)
        .target("labels", Layout.of(), classes)
        .output("logits", Layout.of(classes))
        .loss("loss", LossKind.SOFTMAX_CROSS_ENTROPY, 1, "logits", "labels")
        .parameter(
            "logits.weight", Layout.linear(classes, d), 0, new Initializer.PyTorchDefault(d))
        .parameter(
            "logits.bias", Layout.of(classes), d * classes, new Initializer.PyTorchDefault(d))
        .state("input.running_mean", d, 0, 0f)
        .layer("logits", "logits.weight", new GradientPrediction(1, 1, 0, 1, 1, "loss"))
        .build();
  }

  /** Input, labels, logits, loss of each sample, gradient of the logits; the loss is in the workspace. */
  public static CpuPlan plan(NetworkSpec spec) {
    return planned(spec).build();
  }

  public static CpuPlan.Builder planned(NetworkSpec spec) {
    int d = spec.input().size();
    int classes = spec.classes();
    return CpuPlan.builder()
        .input("images", 0, 0)
        .target("labels", d)
        .output("logits", d + 1, d)
        .loss("loss", 0)
        .member("logits", d + 1)
        .layer("logits", d + 1, classes, classes, false)
        .training(d + 2 + 2L * classes, 1)
        .inference(d + classes, classes)
        .scratch(16);
  }

  public static SoftmaxRegression on(Device device, int batch, long seed) {
    return new SoftmaxRegression(spec(1, 4, 4, 3), device, batch, seed);
  }

  /** How often inference recomputed its folded bias. */
  public int folds() {
    return Objects.requireNonNull(maker.made).folds();
  }

  /** The activations themselves. */
  public float[] activations() {
    return Objects.requireNonNull(maker.made).activations();
  }
}
