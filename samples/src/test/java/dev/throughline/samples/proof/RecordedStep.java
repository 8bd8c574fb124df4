package dev.throughline.samples.proof;

import dev.throughline.processor.testing.RecordedTensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What PyTorch made of a network, as {@code recording.py} wrote it. */
final class RecordedStep {
  private final RecordedTensors tensors;

  /** A tensor's norm, and its {@link CountSketch}. */
  record Sketched(double norm, double[] sketch) {}

  /** A value that differs from {@link DrawnValues}. */
  record Nudge(String parameter, int element, float value) {}

  RecordedStep(String network) {
    tensors = RecordedTensors.read(network + ".safetensors");
  }

  /** What scales matrices and filters. */
  double gain() {
    return tensors.values("gain-and-bias")[0];
  }

  /** What biases are around. */
  double bias() {
    return tensors.values("gain-and-bias")[1];
  }

  double[] logits() {
    return tensors.values("logits");
  }

  int batch() {
    return tensors.get("logits").shape().get(0);
  }

  /** By the loss member's path. */
  Map<String, Double> losses() {
    Map<String, Double> result = new LinkedHashMap<>();
    List<String> names = tensors.list("losses");
    for (int i = 0; i < names.size(); i++) {
      result.put(names.get(i), tensors.values("losses")[i]);
    }
    return result;
  }

  double[] evaluationLogits() {
    return tensors.values("evaluation-logits");
  }

  /** By published name. */
  Map<String, Sketched> gradients() {
    return sketched("parameters", "gradient");
  }

  /** Running statistics after two passes, by published name. */
  Map<String, Sketched> states() {
    return sketched("states", "state");
  }

  private Map<String, Sketched> sketched(String listed, String kind) {
    Map<String, Sketched> result = new LinkedHashMap<>();
    List<String> names = tensors.list(listed);
    for (int i = 0; i < names.size(); i++) {
      int from = i * CountSketch.BUCKETS;
      double[] all = tensors.values(kind + "-sketches");
      double[] sketch = Arrays.copyOfRange(all, from, from + CountSketch.BUCKETS);
      result.put(names.get(i), new Sketched(tensors.values(kind + "-norms")[i], sketch));
    }
    return result;
  }

  List<Nudge> nudges() {
    List<String> names = tensors.list("nudged");
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> new Nudge(
                names.get(i),
                (int) tensors.values("nudged-elements")[i],
                (float) tensors.values("nudged-values")[i]))
        .toList();
  }
}
