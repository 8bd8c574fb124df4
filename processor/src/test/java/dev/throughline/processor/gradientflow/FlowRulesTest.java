package dev.throughline.processor.gradientflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Messages;
import dev.throughline.processor.testing.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is reported of a flow, and when nothing is. */
class FlowRulesTest {
  private static final String PERCEPTRON =
      """
          @Flatten  Layer flat();
          @Linear(units = 16, activation = SIGMOID)  Layer first();
          @Sequence(filters = 16, repeat = 8, activation = NONE)  Hidden hidden();
          @Linear(units = 10)  Layer logits();
          @SoftmaxCrossEntropy  Loss loss();
          """;

  private static final String HIDDEN =
      """
          @Block
          interface Hidden {
            @Linear(activation = SIGMOID)  Layer fc();
          }
          """;

  /** The 10-layer perceptron of the lecture, its cures one by one, and what is no cure. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "activation = SIGMOID                                               | true",
        "activation = SIGMOID, initializer = Initialization.XAVIER          | true",
        "activation = SIGMOID, initializer = Initialization.PYTORCH         | true",
        "activation = TANH, initializer = Initialization.PYTORCH            | false",
        "activation = TANH, initializer = Initialization.XAVIER             | false",
        "activation = TANH                                                  | false",
        "activation = RELU                                                  | false",
        "activation = GELU                                                  | false",
        "activation = SIGMOID, norm = BATCH                                 | false",
      })
  void aPerceptronOfTenLayers(String settings, boolean vanishes) {
    String hidden = HIDDEN.replace("activation = SIGMOID", settings);
    List<String> found = reported(PERCEPTRON, hidden);
    assertEquals(vanishes, found.toString().contains("[vanishing-gradient]"), found::toString);
  }

  /** √(1/3) a layer: weights that start too small are reported like slopes. */
  @Test
  void weightsThatStartTooSmallLoseTheGradientOfADeepChain() {
    String tanh = "TANH, initializer = Initialization.PYTORCH";
    String deep = PERCEPTRON.replace("repeat = 8", "repeat = 16").replace("SIGMOID", tanh);
    List<String> found = reported(deep, HIDDEN.replace("SIGMOID", tanh));
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().contains("use   initializer = HE, or XAVIER"), found::toString);
  }

  @Test
  void skipsKeepTheGradient() {
    assertEquals(List.of(), reported(PERCEPTRON.replace("@Sequence", "@Residual"), HIDDEN));
  }

  /** A sigmoid after each join is on every path, skip or not. */
  @Test
  void skipsThroughSigmoidsDoNot() {
    String joined =
        PERCEPTRON
            .replace("@Sequence", "@Residual")
            .replace("activation = NONE", "activation = SIGMOID");
    List<String> found = reported(joined, HIDDEN);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().startsWith("[vanishing-gradient] as `Net` is initialised"));
  }

  @Test
  void aShortChainKeepsEnough() {
    assertEquals(List.of(), reported(PERCEPTRON.replace("repeat = 8", "repeat = 4"), HIDDEN));
  }

  @Test
  void aboveALoneNormalisationTheCountStartsAnew() {
    String members =
        PERCEPTRON.replace(
            "@Linear(units = 10)",
            "@BatchNorm  Layer norm(); @Linear(units = 16, activation = RELU) Layer wide();"
                + " @Linear(units = 10)");
    List<String> found = reported(members, HIDDEN);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().contains("of the gradient at `norm` arrives at"), found::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "Sequence, 9, false", // 20 weighted layers
    "Sequence, 10, true", // 22
    "Residual, 10, false"
  })
  void plainNetworksOfMoreThanTwentyLayersDegrade(String wiring, int repeat, boolean degrades) {
    List<String> found = reported(plain(wiring, repeat), BASIC_BLOCK);
    assertEquals(
        degrades, found.toString().contains("[degradation] `Net` has no way from `loss` to `stem`"),
        found::toString);
    assertEquals(false, found.toString().contains("vanishing"), found::toString);
  }

  @Test
  void aHeadIsAdvisedWhereItShortensTheWayMost() {
    String three =
        """
            @Conv(filters = 4, kernel = 3, norm = BATCH)  Layer stem();
            @Sequence(filters = 4, repeat = 4)  BasicBlock a();
            @Sequence(filters = 4, repeat = 4)  BasicBlock b();
            @Sequence(filters = 4, repeat = 4)  BasicBlock c();
            """
            + TAIL;
    List<String> found = reported(three, BASIC_BLOCK);
    assertEquals(2, found.size(), found::toString);
    // A head on b: b and what is before it have at most 1 + 17; on a: c, b and logits have 17.
    assertTrue(
        found.get(1).startsWith(
            "[aux-loss-site] a loss on `a` would bring every weighted layer of `Net` within 17"),
        found::toString);
  }

  @Test
  void aHeadIsNotAdvisedInAResidualNetwork() {
    assertEquals(List.of(), reported(plain("Residual", 30), BASIC_BLOCK));
  }

  @ParameterizedTest
  @CsvSource({"4, true", "5, false"})
  void theLimitHoldsTheShortestWayToTheFurthestParameter(int limit, boolean broken) {
    // The classifier, two projections and the two layers of a block; the other has a skip.
    String source =
        Networks.source("Net", 3, 8, 8, RESNET, BASIC_BLOCK)
            .replace("@Network(", "@Network(maxGradientPath = %d, ".formatted(limit));
    List<String> found = reported(source);
    assertEquals(broken, found.toString().contains("[gradient-path]"), found::toString);
    if (broken) {
      assertTrue(
          found.getFirst().contains("passes 5 weighted layers on its shortest way from `loss` to"
              + " `stage1.0.conv1.weight`"),
          found::toString);
      assertTrue(
          found.getFirst().contains("from  logits → stage3.0.shortcut → stage2.0.shortcut →"),
          found::toString);
    }
  }

  /** Where the block is used, for others that share it may be well. */
  @Test
  void aNetworkOrAMemberAcceptsWhatItIsWarnedOf() {
    String source = Networks.source("Net", 1, 4, 4, PERCEPTRON, HIDDEN);
    assertEquals(1, reported(source).size());
    String id = "@Accept(\"vanishing-gradient\") ";
    assertEquals(List.of(), reported(source.replace("@Network", id + "@Network")));
    assertEquals(List.of(), reported(source.replace("@Sequence", id + "@Sequence")));
    assertEquals(1, reported(source.replace("@Block", id + "@Block")).size());
  }

  private static final String HEAD =
      """
          @Block
          interface Head {
            @GlobalAveragePool  Layer pool();
            @Linear(units = 10)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
          }
          """;

  /** Early in a residual network only. */
  @ParameterizedTest
  @CsvSource({
    "Residual, stage1, true",
    "Residual, stage3, false", // late
    "Sequence, stage1, false", // what deep supervision is for
  })
  void aHeadMayHurt(String wiring, String from, boolean hurts) {
    String members =
        RESNET
            .replace("@Residual", "@" + wiring)
            .replace(
                "@GlobalAveragePool", "@AuxLoss(from = \"%s\")  Head aux();\n@GlobalAveragePool"
                    .formatted(from));
    List<String> found = reported(members, BASIC_BLOCK + HEAD);
    assertEquals(hurts, found.toString().contains("[early-aux-loss]"), found::toString);
    assertEquals(hurts ? 1 : 0, found.size(), found::toString);
  }

  @Test
  void aHeadOnADenseNetworkIsNoHarm() {
    String members =
        """
            @Conv(filters = 4, kernel = 3)  Layer stem();
            @DenseConnect(growth = 4, repeat = 3)  Dense dense1();
            @AuxLoss  Head aux();
            @DenseConnect(growth = 4, repeat = 6)  Dense dense2();
            @Residual(filters = 40)  BasicBlock last();
            """
            + TAIL;
    String dense =
        """
            @Block
            interface Dense {
              @Conv(kernel = 3, norm = BATCH, activation = RELU, order = PRE_ACTIVATION)
              Layer conv();
            }
            """;
    assertEquals(List.of(), reported(members, BASIC_BLOCK + HEAD + dense));
  }

  /** A plain network of 22 layers with a head in the middle has no way of more than 13. */
  @Test
  void deepSupervisionAnswersDegradation() {
    String members =
        """
            @Conv(filters = 4, kernel = 3, norm = BATCH)  Layer stem();
            @Sequence(filters = 4, repeat = 5)  BasicBlock a();
            @AuxLoss  Head aux();
            @Sequence(filters = 4, repeat = 5)  BasicBlock b();
            """
            + TAIL;
    assertEquals(List.of(), reported(members, BASIC_BLOCK + HEAD));
    GradientFlow flow =
        FlowAnalysis.apply(Networks.of(3, 8, 8, members, BASIC_BLOCK + HEAD).training());
    assertEquals(List.of("aux.loss", "loss"), flow.losses().stream().map(LossFlow::loss).toList());
    assertEquals(22, flow.main().to("stem.weight").orElseThrow().layers().shortest());
    assertEquals(12, flow.nearest().get("stem.weight").layers().shortest());
  }

  @Test
  void whatCallersReadIsNoDeadEndAndWhatIsFrozenNeedsNoLoss() {
    String members =
        """
            @Conv(filters = 4, kernel = 3)  Layer stem();
            @Freeze @Output @Conv(filters = 2, kernel = 1)  Layer mask();
            @From("stem") @GlobalAveragePool  Layer pool();
            @Linear(units = 10)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
            """;
    assertEquals(List.of(), reported(members, ""));
  }

  /** Only the last of what leads nowhere is reported. */
  @Test
  void aBranchThatEndsNowhereIsOneMistake() {
    String members =
        """
            @Conv(filters = 4, kernel = 3)  Layer stem();
            @Sequence(filters = 4, repeat = 2)  BasicBlock side();
            @Conv(filters = 2, kernel = 1)  Layer end();
            @From("stem") @GlobalAveragePool  Layer pool();
            @Linear(units = 10)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
            """;
    List<String> found = reported(members, BASIC_BLOCK);
    assertEquals(1, found.size(), found::toString);
    assertTrue(
        found.getFirst().startsWith("[dead-end] no loss of `Net` depends on `end`"),
        found::toString);
  }

  private static final String BASIC_BLOCK =
      """
          @Block
          interface BasicBlock {
            @Conv(kernel = 3, stride = OF_BLOCK, norm = BATCH, activation = RELU)  Layer conv1();
            @Conv(kernel = 3, norm = BATCH)  Layer conv2();
          }
          """;

  private static final String TAIL =
      """
          @GlobalAveragePool  Layer pool();
          @Linear(units = 10)  Layer logits();
          @SoftmaxCrossEntropy  Loss loss();
          """;

  /** Norms that read one value, or several side by side, have their means in common. */
  @Test
  void everyNormOfOneValueIsReported() {
    String source =
        Networks.source(
            """
                @Network(
                    input = @Input(channels = 3, height = 4, width = 4),
                    memoryBudget = @MemoryBudget(mebibytes = 64, batch = 1))
                interface Net {
                  @GlobalAveragePool  Layer pool();
                  @BatchNorm(activation = RELU)  Layer left();
                  @From("pool") @BatchNorm(activation = TANH)  Layer right();
                  @Concat(from = {"pool", "left"})  Layer joined();
                  @BatchNorm  Layer both();
                  @Concat(from = {"both", "right"})  Layer all();
                  @Linear(units = 10)  Layer logits();
                  @SoftmaxCrossEntropy  Loss loss();
                }
                """);
    List<String> found = reported(source);
    assertEquals(3, found.size(), found::toString);
    for (String norm : List.of("left", "right", "both")) {
      String sentence = "[norm-of-one] the norm of `%s` at a batch of 1".formatted(norm);
      assertEquals(
          1, found.stream().filter(report -> report.contains(sentence)).count(), found::toString);
    }
  }

  private static final String RESNET =
      """
          @Conv(filters = 4, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
          @Residual(filters = 4, repeat = 2)  BasicBlock stage1();
          @Residual(filters = 8, repeat = 2, stride = 2, shortcut = PROJECTION)
          BasicBlock stage2();
          @Residual(filters = 16, repeat = 2, stride = 2, shortcut = PROJECTION)
          BasicBlock stage3();
          """
          + TAIL;

  private static String plain(String wiring, int repeat) {
    return """
        @Conv(filters = 4, kernel = 3, norm = BATCH, activation = RELU)  Layer stem();
        @%s(filters = 4, repeat = %d)  BasicBlock stage1();
        """
        .formatted(wiring, repeat)
        + TAIL;
  }

  private static List<String> reported(String members, String blocks) {
    return reported(Networks.source("Net", members.contains("Flatten") ? 1 : 3, 4, 4, members,
        blocks));
  }

  private static List<String> reported(String source) {
    return Messages.of(source);
  }
}
