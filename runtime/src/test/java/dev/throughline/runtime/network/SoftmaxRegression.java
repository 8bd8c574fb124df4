package dev.throughline.runtime.network;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;

/**
 * What a generated network looks like to the runtime, in plain loops: dropout, a linear layer,
 * softmax cross-entropy, and a running mean of the input that inference subtracts.
 */
public class SoftmaxRegression extends Network {
  private static final float KEEP = 0.875f;
  private static final float MOMENTUM = 0.1f;

  private final int d;
  private final int k;
  private final int weightAt = 0;
  private final int biasAt;
  private int folds;

  public SoftmaxRegression(NetworkSpec spec, Device device, int batch, long seed) {
    super(spec, device, batch, seed);
    d = spec.input().size();
    k = spec.classes();
    biasAt = d * k;
  }

  private SoftmaxRegression(NetworkMemory memory) {
    super(memory);
    d = spec().input().size();
    k = spec().classes();
    biasAt = d * k;
  }

  /** What a predictor is made of. */
  public static Model model(NetworkSpec spec) {
    return new Model(spec, SoftmaxRegression::new);
  }

  public static NetworkSpec spec(int c, int h, int w, int classes) {
    int d = c * h * w;
    // input, labels, logits, loss of each sample, gradient of the logits; the loss is in the workspace
    MemorySpec training = new MemorySpec(d + 2 + 2L * classes, 1);
    MemorySpec inference = new MemorySpec(d + classes, classes);
    return NetworkSpec.of("SoftmaxRegression", "example.SoftmaxRegression")
        .input("images", Layout.image(c, h, w), 0, 0, 0)
        .target("labels", Layout.of(), classes, d)
        .output("logits", Layout.of(classes), d + 1, d)
        .loss("loss", LossKind.SOFTMAX_CROSS_ENTROPY, 1, "logits", "labels", 0)
        .parameter(
            "logits.weight", Layout.linear(classes, d), 0, new Initializer.PyTorchDefault(d))
        .parameter(
            "logits.bias", Layout.of(classes), d * classes, new Initializer.PyTorchDefault(d))
        .state("input.running_mean", d, 0, 0f)
        .layer(
            "logits",
            "logits.weight",
            new LayerSpec.ActivationSpec(d + 1, classes, classes, false),
            new GradientPrediction(1, 1, 0, 1, 1, "loss"))
        .training(training)
        .inference(inference)
        .scratch(16)
        .build();
  }

  public static SoftmaxRegression on(Device device, int batch, long seed) {
    return new SoftmaxRegression(spec(1, 4, 4, 3), device, batch, seed);
  }

  /** How often inference recomputed its folded bias. */
  public int folds() {
    return folds;
  }

  private float kept(long key, int sample, int feature) {
    int[] words = new int[4];
    int index = sample * d + feature;
    Philox.block(key, Philox.stream(Purpose.MASKS, 0), index >>> 2, words);
    return Philox.unit(words[index & 3]) < KEEP ? 1 / KEEP : 0;
  }

  @Override
  protected void trainingForward(int n) {
    int x = 0;
    int labels = d * batch;
    int logits = (d + 1) * batch;
    int loss = (d + 1 + k) * batch;
    int dlogits = (d + 2 + k) * batch;
    long key = maskSeed();
    cpu.forEach(
        n,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            for (int j = 0; j < k; j++) {
              float sum = parameters[biasAt + j];
              for (int c = 0; c < d; c++) {
                float value = activations[x + i * d + c] * kept(key, i, c);
                sum = Math.fma(value, parameters[weightAt + c * k + j], sum);
              }
              activations[logits + i * k + j] = sum;
            }
            int label = (int) activations[labels + i];
            activations[loss + i] = softmax(logits + i * k, dlogits + i * k, label, n);
          }
        });
    double losses = 0;
    for (int i = 0; i < n; i++) {
      losses += activations[loss + i];
    }
    workspace[0] = (float) (losses / n);
    for (int c = 0; c < d; c++) {
      float sum = 0;
      for (int i = 0; i < n; i++) {
        sum += activations[x + i * d + c];
      }
      states[c] = (1 - MOMENTUM) * states[c] + MOMENTUM * sum / n;
    }
  }

  /** Writes the gradient of the mean loss and returns the sample's loss. */
  private float softmax(int logits, int dlogits, int label, int n) {
    double sum = 0;
    for (int j = 0; j < k; j++) {
      sum += StrictMath.exp(activations[logits + j]);
    }
    for (int j = 0; j < k; j++) {
      double p = StrictMath.exp(activations[logits + j]) / sum;
      activations[dlogits + j] = (float) ((p - (j == label ? 1 : 0)) / n);
    }
    return (float) (StrictMath.log(sum) - activations[logits + label]);
  }

  @Override
  protected void trainingBackward(int n) {
    int x = 0;
    int dlogits = (d + 2 + k) * batch;
    long key = maskSeed();
    cpu.forEach(
        d + 1,
        (from, to, scratch) -> {
          for (int c = from; c < to; c++) {
            for (int j = 0; j < k; j++) {
              float sum = 0;
              for (int i = 0; i < n; i++) {
                float in = c == d ? 1 : activations[x + i * d + c] * kept(key, i, c);
                sum = Math.fma(in, activations[dlogits + i * k + j], sum);
              }
              gradients[c * k + j] = sum; // the bias follows the weights
            }
          }
        });
  }

  @Override
  protected void foldForInference() {
    folds++;
    for (int j = 0; j < k; j++) {
      float sum = parameters[biasAt + j];
      for (int c = 0; c < d; c++) {
        sum -= 0.01f * states[c] * parameters[weightAt + c * k + j];
      }
      workspace[j] = sum;
    }
  }

  @Override
  protected void inferenceForward(int n) {
    int x = 0;
    int logits = d * batch;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        float sum = workspace[j];
        for (int c = 0; c < d; c++) {
          sum = Math.fma(activations[x + i * d + c], parameters[weightAt + c * k + j], sum);
        }
        activations[logits + i * k + j] = sum;
      }
    }
  }

  @Override
  protected void sgdStep(
      float[] velocity,
      float rate,
      float momentum,
      float dampening,
      float weightDecay,
      boolean nesterov,
      float gradientScale) {
    for (int i = 0; i < parameters.length; i++) {
      float g = gradientScale * gradients[i] + weightDecay * parameters[i];
      velocity[i] = momentum * velocity[i] + (1 - dampening) * g;
      parameters[i] -= rate * (nesterov ? g + momentum * velocity[i] : velocity[i]);
    }
  }

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
      float gradientScale) {
    for (int i = 0; i < parameters.length; i++) {
      float g = gradientScale * gradients[i];
      first[i] = beta1 * first[i] + (1 - beta1) * g;
      second[i] = beta2 * second[i] + (1 - beta2) * g * g;
      parameters[i] -= rate * weightDecay * parameters[i];
      float root = (float) Math.sqrt(second[i] / correction2);
      parameters[i] -= rate * (first[i] / correction1) / (root + epsilon);
    }
  }
}
