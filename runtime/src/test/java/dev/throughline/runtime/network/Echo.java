package dev.throughline.runtime.network;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.tensor.Layout;

/** A network whose answer is its input, for tests of what answers of each loss and shape tell. */
public final class Echo extends Network {
  /** What a pass does before it answers. */
  public static Runnable beforeAnswer = () -> {};

  private Echo(NetworkSpec spec, Device device, int batch) {
    super(spec, device, batch, 0);
  }

  private Echo(NetworkMemory memory) {
    super(memory);
  }

  /** An answer of this shape, which this loss reads. */
  public static NetworkSpec spec(LossKind loss, Layout answer) {
    int size = answer.size();
    return NetworkSpec.of("Echo", "example.Echo")
        .input("x", answer, 0, 0, 0)
        .target("t", answer, 0, size)
        .output("y", answer, 2 * size, size)
        .loss("loss", loss, 1, "y", "t", 0)
        .training(new MemorySpec(3L * size, 1))
        .inference(new MemorySpec(2L * size, 0))
        .build();
  }

  public static Echo on(Device device, int batch, LossKind loss, int... extents) {
    return new Echo(spec(loss, Layout.of(extents)), device, batch);
  }

  public static Model model(LossKind loss, int... extents) {
    return new Model(spec(loss, Layout.of(extents)), Echo::new);
  }

  private void echo(int n, OutputSpec output, Mode mode) {
    int size = output.layout().size();
    System.arraycopy(activations, 0, activations, output.at(mode) * batch, n * size);
  }

  @Override
  protected void trainingForward(int n) {
    echo(n, spec().logits(), Mode.TRAINING);
  }

  @Override
  protected void trainingBackward(int n) {}

  @Override
  protected void foldForInference() {}

  @Override
  protected void inferenceForward(int n) {
    beforeAnswer.run();
    echo(n, spec().logits(), Mode.INFERENCE);
  }

  @Override
  protected void sgdStep(
      float[] velocity,
      float rate,
      float momentum,
      float dampening,
      float weightDecay,
      boolean nesterov,
      float gradientScale) {}

  @Override
  protected void adamWStep(
      float[] first,
      float[] second,
      float rate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      float correction1,
      float correction2,
      float gradientScale) {}
}
