package dev.throughline.processor.testing;

import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;
import java.util.List;
import java.util.Locale;

/**
 * One training step of a network as PyTorch computed it; {@code networks.py} says how. Parameters are
 * {@link NamedValues#weights}.
 */
public final class RecordedNetwork {
  /** The seed of the network. */
  public static final long SEED = 1;

  /** What keys the masks of its first training pass. */
  public static final long MASK_KEY = Philox.derive(SEED, Philox.stream(Purpose.MASKS, 1));

  private final RecordedTensors recorded;

  public RecordedNetwork(String name) {
    recorded = RecordedTensors.read(name.toLowerCase(Locale.ROOT) + ".safetensors");
  }

  public int batch() {
    return labels().length;
  }

  /** {@code [n][h][w][c]}. */
  public double[] images() {
    return recorded.get("images").featuresLast();
  }

  public double[] labels() {
    return recorded.values("labels");
  }

  /** Of training mode, with batch statistics. */
  public double[] logits() {
    return recorded.values("logits");
  }

  public double loss() {
    return recorded.values("loss")[0];
  }

  /** The gradient of a parameter in published order. */
  public RecordedTensor gradient(ParameterInfo parameter) {
    String name = parameter.name();
    if (recorded.has("gradient/" + name)) {
      return recorded.get("gradient/" + name);
    }
    return new RecordedTensor(
        parameter.shape(),
        product(
            recorded.get("gradient-left/" + name), recorded.get("gradient-right/" + name)));
  }

  private static double[] product(RecordedTensor left, RecordedTensor right) {
    int rows = left.shape().get(0);
    int inner = left.shape().get(1);
    int columns = right.shape().get(1);
    double[] result = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < inner; i++) {
        for (int column = 0; column < columns; column++) {
          result[row * columns + column] +=
              left.values()[row * inner + i] * right.values()[i * columns + column];
        }
      }
    }
    return result;
  }

  /** A running statistic after the step. */
  public double[] stateAfter(String name) {
    return recorded.values("after/" + name);
  }

  /** Names of the running statistics. */
  public List<String> states() {
    return recorded.names("after/");
  }

  /** Logits with the running statistics after the step. */
  public double[] evaluationLogits() {
    return recorded.values("evaluation-logits");
  }
}
