package dev.throughline.runtime.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.testing.Flat;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  private final CpuDevice cpu = Device.cpu(1);
  private final Network net = SoftmaxRegression.on(cpu, 2, 1);

  @AfterEach
  void close() {
    net.close();
    cpu.close();
  }

  /** Weight 1, gradients as given, one step after another; returns the weight after each. */
  private float[] weights(Optimizer optimizer, float rate, float... gradients) {
    OptimizerState state = new OptimizerState(optimizer, net);
    Arrays.fill(Flat.parameters(net), 1);
    float[] weights = new float[gradients.length];
    for (int i = 0; i < gradients.length; i++) {
      Arrays.fill(Flat.gradients(net), gradients[i]);
      optimizer.step(net, state, rate, 1);
      weights[i] = Flat.parameters(net)[7];
    }
    assertEquals(gradients.length, state.steps());
    return weights;
  }

  // The expectations are torch.optim's: SGD and AdamW of PyTorch 2, by its documentation's formulas
  // worked out by hand.

  @Test
  void plainSgdFollowsTheGradient() {
    assertArrayEquals(new float[] {0.8f, 0.9f}, weights(Sgd.plain(), 0.1f, 2, -1), 1e-6f);
  }

  @Test
  void momentumAccumulates() {
    // v = 2, 1.8 - 1 = 0.8
    assertArrayEquals(
        new float[] {0.8f, 0.72f}, weights(Sgd.momentum(0.9f), 0.1f, 2, -1), 1e-6f);
  }

  @Test
  void dampeningSparesTheFirstStep() {
    // v = 2, then 0.9 · 2 + 0.5 · (-1) = 1.3
    assertArrayEquals(
        new float[] {0.8f, 0.67f},
        weights(Sgd.momentum(0.9f).dampening(0.5f), 0.1f, 2, -1),
        1e-6f);
  }

  @Test
  void nesterovLooksAhead() {
    // v = 2, step 2 + 1.8 = 3.8; v = 0.8, step -1 + 0.72 = -0.28
    assertArrayEquals(
        new float[] {0.62f, 0.648f},
        weights(Sgd.momentum(0.9f).withNesterov(), 0.1f, 2, -1),
        1e-6f);
  }

  @Test
  void weightDecayIsPartOfTheGradient() {
    assertArrayEquals(
        new float[] {0.75f}, weights(Sgd.plain().weightDecay(0.5f), 0.1f, 2), 1e-6f);
  }

  @Test
  void adamWCorrectsItsMomentsAndDecaysApart() {
    // t = 1: m̂ = 2, v̂ = 4, w = 1 - 0.1·0.01·1 - 0.1 = 0.899
    // t = 2: m = 0.9·0.2 - 0.1 = 0.08, m̂ = 0.08/0.19; v = 0.999·0.004 + 0.001 = 0.004996,
    // v̂ = 0.004996/0.001999
    double second = 0.899 - 0.001 * 0.899 - 0.1 * (0.08 / 0.19) / Math.sqrt(0.004996 / 0.001999);
    assertArrayEquals(
        new float[] {0.899f, (float) second}, weights(AdamW.standard(), 0.1f, 2, -1), 1e-5f);
  }

  @Test
  void stateHasATensorForEveryParameterAndSlot() {
    OptimizerState state = new OptimizerState(AdamW.standard(), net);
    assertEquals(
        List.of(
            "first_moment.logits.weight",
            "first_moment.logits.bias",
            "second_moment.logits.weight",
            "second_moment.logits.bias"),
        List.copyOf(state.tensors().keySet()));
  }

  @Test
  void theNormOfAllGradientsIsClipped() {
    Arrays.fill(Flat.gradients(net), 2);
    double norm = 2 * Math.sqrt(51);
    assertEquals(norm, net.gradientNorm(), 1e-12);
    assertEquals(1, Clipping.norm((float) norm + 1).prepare(net));
    assertEquals(3 / norm, Clipping.norm(3).prepare(net), 1e-7);
    assertEquals(2, Flat.gradients(net)[50], "the step scales, not the clipping");
    Sgd.plain().step(net, new OptimizerState(Sgd.plain(), net), 1, 0.5f);
    Flat.gradients(net)[3] = Float.NaN;
    assertThrows(ArithmeticException.class, () -> Clipping.norm(1).prepare(net));
  }

  @Test
  void theNormDoesNotDependOnThreads() {
    double[] norms = new double[3];
    int[] threads = {1, 2, 5};
    for (int i = 0; i < threads.length; i++) {
      try (CpuDevice device = Device.cpu(threads[i]);
          Network large =
              new SoftmaxRegression(SoftmaxRegression.spec(3, 40, 40, 10), device, 1, 1)) {
        float[] gradients = Flat.gradients(large);
        for (int g = 0; g < gradients.length; g++) {
          gradients[g] = 1f / (g + 1) * ((g & 1) == 0 ? 1 : -1e3f);
        }
        norms[i] = large.gradientNorm();
      }
    }
    assertEquals(norms[0], norms[1]);
    assertEquals(norms[0], norms[2]);
  }

  @Test
  void singleGradientsAreClipped() {
    float[] gradients = Flat.gradients(net);
    Arrays.fill(gradients, 0.25f);
    gradients[0] = 7;
    gradients[50] = -7;
    assertEquals(1, Clipping.value(0.5f).prepare(net));
    assertEquals(0.5f, gradients[0]);
    assertEquals(0.25f, gradients[1]);
    assertEquals(-0.5f, gradients[50]);
    assertEquals(1, Clipping.none().prepare(net));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aGradientThatIsNoNumberIsNotClippedIntoOne(float bad) {
    for (int place : new int[] {0, 17, 50}) {
      for (Clipping clipping : List.of(Clipping.value(1), Clipping.norm(1))) {
        Arrays.fill(Flat.gradients(net), 0.5f);
        Flat.gradients(net)[place] = bad;
        assertThrows(ArithmeticException.class, () -> clipping.prepare(net));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -1})
  void aStepWithAnImpossibleRateIsNotMade(float bad) {
    for (Optimizer optimizer : List.of(Sgd.momentum(0.9f), AdamW.standard())) {
      OptimizerState state = new OptimizerState(optimizer, net);
      float[] before = Flat.parameters(net).clone();
      assertTrue(
          told(() -> optimizer.step(net, state, bad, 1))
              .startsWith("the rate of a step must be zero or positive, not "));
      assertTrue(
          told(() -> optimizer.step(net, state, 0.1f, bad))
              .startsWith("the factor on gradients must be zero or positive, not "));
      assertArrayEquals(before, Flat.parameters(net));
      assertEquals(0, state.steps());
    }
  }

  @Test
  void stateOfAnotherOptimiserOrNetworkIsToldAndNoStepIsCounted() {
    OptimizerState ofSgd = new OptimizerState(Sgd.plain(), net);
    assertThrows(
        IllegalStateException.class, () -> AdamW.standard().step(net, ofSgd, 0.1f, 1));
    try (Network other =
        new SoftmaxRegression(SoftmaxRegression.spec(1, 2, 2, 2), cpu, 2, 1)) {
      assertEquals(
          "the optimiser's state was made for another network than `SoftmaxRegression`",
          assertThrows(
              IllegalStateException.class, () -> Sgd.plain().step(other, ofSgd, 0.1f, 1))
              .getMessage());
    }
    assertEquals(0, ofSgd.steps());
    assertTrue(told(() -> ofSgd.resumeAfter(-1)).contains("cannot have made -1 steps"));
  }

  @Test
  void badNumbersAreTold() {
    for (float bad : new float[] {Float.NaN, -0.5f, 1, Float.POSITIVE_INFINITY}) {
      assertTrue(told(() -> Sgd.momentum(bad)).contains("momentum must lie in [0, 1)"));
      assertTrue(told(() -> Sgd.momentum(0.9f).dampening(bad)).contains("dampening must lie in"));
      assertTrue(told(() -> AdamW.standard().betas(bad, 0.9f)).contains("beta1 must lie in"));
    }
    for (float bad : new float[] {Float.NaN, -1, Float.POSITIVE_INFINITY}) {
      assertTrue(told(() -> Sgd.plain().weightDecay(bad)).contains("weightDecay must be zero"));
      assertTrue(told(() -> AdamW.standard().epsilon(bad)).contains("epsilon must be positive"));
      assertTrue(told(() -> Clipping.norm(bad)).contains("must be positive, not "));
      assertTrue(told(() -> Clipping.value(bad)).contains("must be positive, not "));
    }
    assertTrue(told(() -> Sgd.momentum(1)).contains("momentum must lie in [0, 1)"));
    assertTrue(told(() -> Sgd.plain().weightDecay(-1)).contains("weightDecay must be zero"));
    assertTrue(told(() -> Sgd.plain().withNesterov()).contains("Nesterov's step needs momentum"));
    assertTrue(told(() -> AdamW.standard().betas(0.9f, 1)).contains("beta2"));
    assertTrue(told(() -> AdamW.standard().epsilon(0)).contains("epsilon must be positive"));
    assertTrue(told(() -> Clipping.norm(0)).contains("must be positive, not 0.0"));
    assertTrue(told(() -> Clipping.value(Float.NaN)).contains("must be positive, not NaN"));
  }

  private static String told(Executable action) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
