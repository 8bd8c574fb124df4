package dev.throughline.processor.gradientflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
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
        "activation = TANH, initializer = Initialization.PYTORCH            | true",
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
  @CsvSource({"5, true", "6, false"})
  void theLimitHoldsTheShortestWayToTheFurthestParameter(int limit, boolean broken) {
    // Five blocks with identity skips: stem and a block's two layers, the classifier.
    String source =
        Networks.source("Net", 3, 8, 8, RESNET, BASIC_BLOCK)
            .replace("@Network(", "@Network(maxGradientPath = %d, ".formatted(limit));
    List<String> found = reported(source);
    assertEquals(broken, found.toString().contains("[gradient-path]"), found::toString);
    if (broken) {
      assertTrue(
          found.getFirst().contains("passes 6 weighted layers on its shortest way from `loss` to"
              + " `stage1.0.conv1.weight`"),
          found::toString);
      assertTrue(
          found.getFirst().contains("from  logits → stage3.0.shortcut → stage2.0.shortcut →"),
          found::toString);
    }
  }

  @Test
  void aNetworkAcceptsWhatItsBlocksAreWarnedOf() {
    String source = Networks.source("Net", 1, 4, 4, PERCEPTRON, HIDDEN);
    assertEquals(1, reported(source).size());
    String id = "@Accept(\"vanishing-gradient\") ";
    assertEquals(List.of(), reported(source.replace("@Network", id + "@Network")));
    assertEquals(List.of(), reported(source.replace("@Block", id + "@Block")));
    assertEquals(
        List.of(), reported(source.replace("@Linear(activation", id + "@Linear(activation")));
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
    Result result =
        new Compilation()
            .source("Net.java", source)
            .options("--add-modules", "jdk.incubator.vector")
            .processors(new NetworkProcessor())
            .run();
    return result.ours().stream().map(Result::text).toList();
  }
}
