package dev.throughline.runtime.network;

import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.device.cpu.CpuMemory;
import dev.throughline.runtime.device.cpu.CpuProgram;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;

/** What runs {@link SoftmaxRegression}, in plain loops. */
public class SoftmaxProgram extends CpuProgram {
  private static final float KEEP = 0.875f;
  private static final float MOMENTUM = 0.1f;

  private final int d;
  private final int k;
  private final int weightAt = 0;
  private final int biasAt;
  private int folds;

  public SoftmaxProgram(CpuMemory memory, NetworkSpec spec) {
    super(memory);
    d = spec.input().size();
    k = spec.classes();
    biasAt = d * k;
  }

  int folds() {
    return folds;
  }

  float[] activations() {
    return activations;
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
  protected void update(UpdateStep step) {
    switch (step.optimizer()) {
      case "sgd" -> sgd(step);
      case "adamw" -> adamW(step);
      default -> throw unknown(step);
    }
  }

  private void sgd(UpdateStep step) {
    float[] velocity = slot(step, "velocity");
    float rate = number(step, "rate");
    float momentum = number(step, "momentum");
    float dampening = number(step, "dampening");
    float weightDecay = number(step, "weightDecay");
    boolean nesterov = number(step, "nesterov") > 0;
    float gradientScale = number(step, "gradientScale");
    for (int i = 0; i < parameters.length; i++) {
      float g = gradientScale * gradients[i] + weightDecay * parameters[i];
      velocity[i] = momentum * velocity[i] + (1 - dampening) * g;
      parameters[i] -= rate * (nesterov ? g + momentum * velocity[i] : velocity[i]);
    }
  }

  private void adamW(UpdateStep step) {
    float[] first = slot(step, "first_moment");
    float[] second = slot(step, "second_moment");
    float rate = number(step, "rate");
    float beta1 = number(step, "beta1");
    float beta2 = number(step, "beta2");
    float epsilon = number(step, "epsilon");
    float weightDecay = number(step, "weightDecay");
    float correction1 = number(step, "correction1");
    float correction2 = number(step, "correction2");
    float gradientScale = number(step, "gradientScale");
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
