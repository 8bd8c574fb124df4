package dev.throughline.processor.gradientflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Networks;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowAnalysisTest {
  private static final String TAIL =
      """
          @GlobalAveragePool  Layer pool();
          @Linear(units = 10)  Layer logits();
          @SoftmaxCrossEntropy  Loss loss();
          """;

  /** The lecture's figures: 34 steps, or 16 hops over the shortcuts. */
  @Test
  void resNet34() {
    LossFlow flow = flow(Networks.fixture("ResNet34"));
    PathReport stem = flow.to("stem.weight").orElseThrow();
    assertEquals(34, stem.layers().longest());
    assertEquals(5, stem.layers().shortest(), "stem, three projections, classifier");
    assertEquals(16, stem.junctions().longest());
    assertEquals(16, stem.junctions().shortest());
    assertEquals(BigInteger.TWO.pow(16), stem.layers().total());
    // Of 13 blocks a path takes the two layers or none, of 3 the two layers or the projection.
    assertEquals(BigInteger.ONE, stem.layers().count(34));
    assertEquals(BigInteger.valueOf(3), stem.layers().count(33));
    assertEquals(BigInteger.valueOf(13 + 3), stem.layers().count(32));
    assertEquals(BigInteger.ONE, stem.layers().count(5));
    assertEquals("stem.weight", flow.deepest().orElseThrow().parameter());
    PathReport classifier = flow.to("logits.weight").orElseThrow();
    assertEquals(1, classifier.layers().longest());
    assertEquals(0, classifier.junctions().longest());
    assertEquals(BigInteger.ONE, classifier.layers().total());
    PathReport projection = flow.to("stage2.0.shortcut.weight").orElseThrow();
    assertTrue(projection.weighted());
    assertEquals("stage2.0", projection.member());
    assertEquals(4, projection.layers().shortest());
    assertEquals(37, flow.layers().size(), "34 and three projections");
  }

  @Test
  void whatStandsBehindALayerIsNearerThanTheLayer() {
    LossFlow flow = flow(Networks.fixture("ResNet34"));
    assertEquals(33, flow.to("stem.norm.weight").orElseThrow().layers().longest());
    assertEquals(4, flow.to("stem.norm.bias").orElseThrow().layers().shortest());
    assertEquals(0, flow.to("logits.bias").orElseThrow().layers().longest());
  }

  @Test
  void pathsOfResNet110AreCountedNotListed() {
    PathReport stem = flow(Networks.fixture("ResNet110")).to("stem.weight").orElseThrow();
    assertEquals(110, stem.layers().longest());
    assertEquals(2, stem.layers().shortest());
    assertEquals(BigInteger.TWO.pow(54), stem.layers().total());
    assertEquals(BigInteger.ZERO, stem.layers().count(3), "a block has two layers or none");
    // C(54, 27) paths take half of the blocks.
    assertEquals(
        binomial(54, 27), stem.layers().count(2 + 2 * 27), "half of the blocks are passed");
    assertEquals(56, stem.layers().mean());
    assertEquals(54, stem.junctions().longest());
  }

  @Test
  void thePlainTwinHasOnePath() {
    PathReport stem = flow(Networks.fixture("Plain20")).to("stem.weight").orElseThrow();
    assertEquals(new PathLengths(20, List.of(BigInteger.ONE)), stem.layers());
    assertEquals(0, stem.junctions().longest());
  }

  @Test
  void theSlopesOfAChainMultiply() {
    Networks net =
        Networks.of(
            1,
            4,
            4,
            """
                @Flatten  Layer flat();
                @Linear(units = 16, activation = SIGMOID)  Layer a();
                @Linear(units = 16, activation = SIGMOID)  Layer b();
                @Linear(units = 16, activation = TANH)  Layer c();
                @Linear(units = 10)  Layer logits();
                @SoftmaxCrossEntropy  Loss loss();
                """);
    LossFlow flow = flow(net);
    assertEquals(1.0, flow.to("logits.weight").orElseThrow().slopes());
    assertEquals(1.0, flow.to("c.weight").orElseThrow().slopes());
    assertEquals(0.25, flow.to("b.weight").orElseThrow().slopes());
    assertEquals(1 / 16.0, flow.to("a.weight").orElseThrow().slopes());
    // He: each matrix has the gain √2.
    GradientBound bound = flow.to("a.weight").orElseThrow().bound();
    assertEquals(Math.pow(2, 1.5) / 16, bound.ratio(), 1e-12);
    assertEquals("loss", bound.since());
  }

  @Test
  void noFactorIsKnownOfANormalisation() {
    Networks net =
        Networks.of(
            3,
            8,
            8,
            """
                @Conv(filters = 8, kernel = 3, activation = SIGMOID)  Layer a();
                @Conv(filters = 8, kernel = 3, norm = BATCH, activation = SIGMOID)  Layer b();
                """
                + TAIL);
    LossFlow flow = flow(net);
    assertEquals(new GradientBound(1, "b"), flow.to("b.weight").orElseThrow().bound());
    GradientBound above = flow.to("a.weight").orElseThrow().bound();
    assertEquals("b", above.since());
    assertEquals(0.25 * Math.sqrt(2), above.ratio(), 1e-12);
  }

  @Test
  void aNormalisationAndADropoutAreNoActivations() {
    Networks net =
        Networks.of(
            3,
            8,
            8,
            """
                @Conv(filters = 8, kernel = 3, norm = BATCH, activation = SIGMOID)  Layer a();
                @Dropout(rate = 0.5)  Layer drop();
                @Conv(filters = 8, kernel = 3, activation = RELU)  Layer b();
                """
                + TAIL);
    LossFlow flow = flow(net);
    assertEquals(1.0, flow.to("b.weight").orElseThrow().slopes());
    assertEquals(0.25, flow.to("a.weight").orElseThrow().slopes());
    // Of a kept value the dropout makes twice as much, but it keeps half of them: √2.
    double below = flow.to("b.weight").orElseThrow().bound().ratio();
    double norm = flow.to("a.norm.weight").orElseThrow().bound().ratio();
    assertEquals(below * Math.sqrt(2) * Math.sqrt(2) * 0.25, norm, 1e-9);
  }

  /** GoogLeNet's module: each branch is a way of its own, and all meet once. */
  @Test
  void branchesAreWaysThatMeetInAJunction() {
    Networks net =
        Networks.of(
            3,
            8,
            8,
            """
                @Conv(filters = 8, kernel = 3, activation = RELU)  Layer stem();
                @Concat({
                  @Branch(@Conv(filters = 4, kernel = 1, activation = RELU)),
                  @Branch({@Conv(filters = 2, kernel = 1), @Conv(filters = 4, kernel = 3)}),
                  @Branch(pool = @MaxPool(size = 3, stride = 1, padding = 1),
                      value = @Conv(filters = 4, kernel = 1))
                })
                Layer inception();
                """
                + TAIL);
    PathReport stem = flow(net).to("stem.weight").orElseThrow();
    assertEquals(
        new PathLengths(3, List.of(BigInteger.TWO, BigInteger.ONE)), stem.layers());
    assertEquals(new PathLengths(1, List.of(BigInteger.valueOf(3))), stem.junctions());
  }

  /** Two paths a layer, for each either takes the new features or passes them by. */
  @Test
  void denseConnectionsLeadEveryLayerToTheLoss() {
    Networks net =
        Networks.of(
            3,
            8,
            8,
            """
                @Conv(filters = 8, kernel = 3)  Layer stem();
                @DenseConnect(growth = 4, repeat = 6)  Dense dense();
                """
                + TAIL,
            """
                @Block
                interface Dense {
                  @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
                  Layer conv();
                }
                """);
    LossFlow flow = flow(net);
    PathReport stem = flow.to("stem.weight").orElseThrow();
    assertEquals(2, stem.layers().shortest());
    assertEquals(8, stem.layers().longest());
    assertEquals(BigInteger.TWO.pow(6), stem.layers().total());
    assertEquals(binomial(6, 3), stem.layers().count(5));
    assertEquals(2, flow.to("dense.0.conv.weight").orElseThrow().layers().shortest());
  }

  /** A weight that two layers share has the paths of both. */
  @Test
  void aSharedWeightHasThePathsOfAllItsUses() {
    Networks net =
        Networks.of(
            3,
            8,
            8,
            """
                @Conv(filters = 3, kernel = 3, activation = RELU)  Layer a();
                @SharedWith("a") @Conv(filters = 3, kernel = 3, activation = RELU)  Layer b();
                """
                + TAIL);
    PathReport shared = flow(net).to("a.weight").orElseThrow();
    assertEquals(
        new PathLengths(2, List.of(BigInteger.ONE, BigInteger.ONE)), shared.layers());
  }

  @Test
  void whatIsFrozenIsPassedButNotReached() {
    Networks net =
        Networks.of(
            3,
            8,
            8,
            """
                @Conv(filters = 3, kernel = 3, activation = RELU)  Layer a();
                @Freeze @Conv(filters = 3, kernel = 3, activation = RELU)  Layer b();
                """
                + TAIL);
    LossFlow flow = flow(net);
    assertEquals(3, flow.to("a.weight").orElseThrow().layers().longest());
    assertTrue(flow.to("b.weight").isEmpty());
  }

  @Test
  void aSkipKeepsTheGradient() {
    String block =
        """
            @Block
            interface Body {
              @Conv(kernel = 3, activation = SIGMOID)  Layer conv();
            }
            """;
    String members = "@Residual(filters = 3, repeat = 4, activation = NONE)  Body body();\n" + TAIL;
    LossFlow flow = flow(Networks.of(3, 8, 8, members, block));
    double last = flow.to("body.3.conv.weight").orElseThrow().bound().ratio();
    double first = flow.to("body.0.conv.weight").orElseThrow().bound().ratio();
    double gain = 1 + 0.25 * Math.sqrt(2);
    assertEquals(last * Math.pow(gain, 3), first, 1e-9);
    assertEquals(0.25, flow.to("body.0.conv.weight").orElseThrow().slopes());
    // The images have no gradient, so no paths part in the first sum.
    assertEquals(3, flow.to("body.0.conv.weight").orElseThrow().junctions().longest());
  }

  private static BigInteger binomial(int n, int k) {
    BigInteger result = BigInteger.ONE;
    for (int i = 1; i <= k; i++) {
      result =
          result.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
    }
    return result;
  }

  private static LossFlow flow(Networks networks) {
    return FlowAnalysis.apply(networks.training()).main();
  }
}
