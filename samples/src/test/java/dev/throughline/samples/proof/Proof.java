package dev.throughline.samples.proof;

import static dev.throughline.processor.testing.Closeness.distance;
import static dev.throughline.processor.testing.Closeness.norm;
import static dev.throughline.processor.testing.Closeness.widen;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.NameMapping;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.LossSpec;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.spec.StateSpec;
import dev.throughline.samples.proof.RecordedStep.Nudge;
import dev.throughline.samples.proof.RecordedStep.Sketched;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One network against PyTorch.
 *
 * @param recorded what PyTorch made of it
 * @param names from our published names to PyTorch's
 * @param ofGradients the largest {@code ‖ours − theirs‖ / ‖theirs‖} allowed
 */
record Proof(RecordedStep recorded, NameMapping names, double ofGradients) {
  private static final double OF_LOGITS = 1e-4;

  /** What {@code recording.py} calls SEED. */
  private static final long SEED = 1;

  /** The largest disagreements found. */
  record Disagreement(double logits, double gradients, String gradientOf) {}

  Disagreement run(GeneratedNetwork generated) {
    int n = recorded.batch();
    try (Device device = Device.cpu(2);
        Network network = generated.on(device, n, SEED)) {
      setWeights(network);
      int c = network.spec().channels();
      int h = network.spec().height();
      int w = network.spec().width();
      float[] images = DrawnValues.images("images", n, c, h, w);
      int[] labels = DrawnValues.labels(n, network.spec().classes());
      network.trainingPass(images, labels, n);
      double logits = assertClose("logits", recorded.logits(), widen(network.lastLogits()));
      assertEquals(
          recorded.losses().keySet(),
          network.spec().losses().stream().map(LossSpec::name).collect(toSet()));
      recorded.losses().forEach(
          (name, loss) -> assertClose(name, new double[] {loss}, network.lastLoss(name)));
      Disagreement worst = compareGradients(network, logits);
      network.trainingPass(DrawnValues.images("second images", n, c, h, w), labels, n);
      compareStates(network);
      network.inferencePass(images, n);
      assertClose("evaluation", recorded.evaluationLogits(), widen(network.lastLogits()));
      return worst;
    }
  }

  private void setWeights(Network network) {
    for (ParameterSpec parameter : network.spec().parameters()) {
      String theirs = names.theirs(parameter.name());
      float[] values = DrawnValues.weights(
          theirs, recorded.gain(), recorded.bias(), parameter.layout().extents());
      for (Nudge nudge : recorded.nudges()) {
        if (nudge.parameter().equals(theirs)) {
          values[nudge.element()] = nudge.value();
        }
      }
      network.parameter(parameter.name()).set(values);
    }
  }

  private Disagreement compareGradients(Network network, double logits) {
    Map<String, Sketched> expected = recorded.gradients();
    Set<String> compared = new HashSet<>();
    Disagreement worst = new Disagreement(logits, 0, "");
    for (ParameterSpec parameter : network.spec().parameters()) {
      String theirs = names.theirs(parameter.name());
      Sketched gradient = expected.get(theirs);
      assertTrue(gradient != null, () -> "PyTorch has no " + theirs);
      compared.add(theirs);
      double[] ours = CountSketch.of(network.gradient(parameter.name()).toArray());
      double apart = CountSketch.distance(gradient.sketch(), ours);
      double ratio = apart / scale(theirs, gradient, expected);
      assertTrue(
          ratio < ofGradients,
          () -> "gradient of %s: %.3g of its norm of %.3g".formatted(theirs, ratio,
              gradient.norm()));
      if (ratio > worst.gradients()) {
        worst = new Disagreement(logits, ratio, theirs);
      }
    }
    assertEquals(expected.keySet(), compared, "parameters");
    return worst;
  }

  /** A gradient's norm; of one that is zero but for rounding, as a bias before a norm has, its weight's. */
  private static double scale(String name, Sketched gradient, Map<String, Sketched> all) {
    return gradient.norm() > 0
        ? gradient.norm()
        : all.get(name.replaceFirst("bias$", "weight")).norm();
  }

  private void compareStates(Network network) {
    Map<String, Sketched> expected = recorded.states();
    Set<String> compared = new HashSet<>();
    for (StateSpec state : network.spec().states()) {
      String theirs = names.theirs(state.name());
      Sketched statistic = expected.get(theirs);
      assertTrue(statistic != null, () -> "PyTorch has no " + theirs);
      compared.add(theirs);
      double[] ours = CountSketch.of(network.state(state.name()).toArray());
      double ratio = CountSketch.distance(statistic.sketch(), ours) / statistic.norm();
      assertTrue(ratio < OF_LOGITS, () -> "%s: %.3g of its norm".formatted(theirs, ratio));
    }
    assertEquals(expected.keySet(), compared, "running statistics");
  }

  private static double assertClose(String what, double[] expected, double... actual) {
    double ratio = distance(expected, actual) / norm(expected);
    assertTrue(ratio < OF_LOGITS, () -> "%s: %.3g of their norm".formatted(what, ratio));
    return ratio;
  }
}
