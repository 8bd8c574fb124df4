package dev.throughline.runtime.network;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.device.cpu.CpuCode;
import dev.throughline.runtime.device.cpu.CpuMemory;
import dev.throughline.runtime.device.cpu.CpuPlan;
import dev.throughline.runtime.device.cpu.CpuProgram;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Layout;

/** Networks whose answer is their input, for tests of what answers of each loss and shape tell. */
public final class Echo {
  /** What a pass does before it answers. */
  public static Runnable beforeAnswer = () -> {};

  private Echo() {}

  /** An answer of this shape, which this loss reads. */
  public static NetworkSpec spec(LossKind loss, Layout answer) {
    return NetworkSpec.of("Echo", "example.Echo")
        .input("x", answer, 0)
        .target("t", answer, 0)
        .output("y", answer)
        .loss("loss", loss, 1, "y", "t")
        .build();
  }

  public static Network on(Device device, int batch, LossKind loss, int... extents) {
    return model(loss, extents).on(device, batch, 0);
  }

  public static Model model(LossKind loss, int... extents) {
    NetworkSpec spec = spec(loss, Layout.of(extents));
    int size = spec.input().size();
    CpuPlan plan =
        CpuPlan.builder()
            .input("x", 0, 0)
            .target("t", size)
            .output("y", 2 * size, size)
            .loss("loss", 0)
            .training(3L * size, 1)
            .inference(2L * size, 0)
            .build();
    return Model.of(
        spec,
        (engine, seed) -> new Network(engine, seed) {},
        new CpuCode(() -> plan, memory -> new Copy(memory, size)));
  }

  private static final class Copy extends CpuProgram {
    private final int size;

    Copy(CpuMemory memory, int size) {
      super(memory);
      this.size = size;
    }

    private void echo(int n, int at) {
      System.arraycopy(activations, 0, activations, at * batch, n * size);
    }

    @Override
    protected void trainingForward(int n) {
      echo(n, 2 * size);
    }

    @Override
    protected void trainingBackward(int n) {}

    @Override
    protected void foldForInference() {}

    @Override
    protected void inferenceForward(int n) {
      beforeAnswer.run();
      echo(n, size);
    }

    @Override
    protected void update(UpdateStep step) {}
  }
}
