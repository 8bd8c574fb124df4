package dev.throughline.processor.gradientflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Messages;
import dev.throughline.processor.testing.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a loss is told of logits, and what of it is no mistake. */
class LogitsRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SIGMOID    | no class of 10 gets a probability above 0.232",
        "TANH       | no class of 10 gets a probability above 0.451",
        "RELU       | where a logit would be negative, no gradient passes",
        "LEAKY_RELU | where a logit is negative, 0.01 of its gradient passes",
        "SOFTPLUS   | it is never below 0, and where it comes near, hardly any gradient passes",
        "ELU        | it is never below -1, and where it comes near, hardly any gradient passes",
        "GELU       | it is never below -0.17",
        "SILU       | it is never below -0.28",
      })
  void anyActivationOfTheLogitsOfASoftmaxIsReported(String activation, String what) {
    String members = CLASSIFIER.replace("units = 10", "units = 10, activation = " + activation);
    assertReports(members, "", what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SIGMOID    | its probabilities are between 0.5 and 0.731",
        "TANH       | its probabilities are between 0.269 and 0.731",
        "RELU       | its probabilities are never below 0.5",
        "SILU       | its probabilities are never below 0.43",
        "LEAKY_RELU | where a logit is negative, 0.01 of its gradient passes",
      })
  void soIsThatOfTheLogitsOfYesAndNo(String activation, String what) {
    String members =
        CLASSIFIER
            .replace("units = 10", "units = 1, activation = " + activation)
            .replace("@SoftmaxCrossEntropy", "@BinaryCrossEntropy");
    assertReports(members, "", what);
  }

  /** However the value gets from the activation to the loss. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Conv(filters = 10, kernel = 4, padding = 0, activation = SIGMOID) Layer c(); @Flatten Layer f();",
        "@Flatten Layer f(); @Linear(units = 10) Layer l(); @Activation(SIGMOID) Layer a();",
        "@Flatten Layer f(); @Output @Linear(units = 10, activation = SIGMOID) Layer named();",
        "@Flatten Layer f(); @Sequence(filters = 10) Bent bent();",
        "@Flatten Layer f(); @Linear(units = 10) Layer l(); @Residual(filters = 10, activation = SIGMOID) Plain r();",
        "@Flatten Layer f(); @Linear(units = 10, norm = BATCH, activation = SIGMOID) Layer l();"
            + " @From(\"l\") @Activation(NONE) Layer same();",
        "@Conv(filters = 10, kernel = 3, activation = SIGMOID) Layer c(); @GlobalAveragePool Layer p();",
        "@Conv(filters = 5, kernel = 3, activation = SIGMOID) Layer c(); @Concat(from = \"c\")"
            + " Layer two(); @MaxPool(size = 4) Layer p(); @Flatten Layer f();",
      })
  void itIsFoundBehindWhatChangesNoValue(String members) {
    assertReports(
        members + " @SoftmaxCrossEntropy Loss loss();", BLOCKS, "a probability above 0.232");
  }

  @Test
  void itIsFoundInAHead() {
    String members =
        "@Conv(filters = 4, kernel = 3, activation = RELU) Layer stem(); @AuxLoss Head aux();"
            + CLASSIFIER;
    assertReports(members, BLOCKS,
        "`aux.loss` takes logits, but reads the sigmoid of `aux.logits`");
  }

  /** Dropout stretches what is left, and is a mistake of its own. */
  @Test
  void dropoutBetweenThemHidesNothing() {
    String members =
        CLASSIFIER
            .replace("units = 10", "units = 10, activation = RELU")
            .replace("@Soft", "@Dropout(rate = 0.5) Layer drop(); @Soft");
    List<String> found = reported(members, "");
    assertEquals(2, found.size(), found::toString);
    assertTrue(found.get(0).startsWith("[activated-logits]"), found::toString);
    assertTrue(found.get(1).startsWith("[dropped-prediction]"), found::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Linear(units = 10, activation = SIGMOID) Layer y(); | @MeanSquaredError",
        "@Linear(units = 10, activation = RELU) Layer y(); | @MeanSquaredError",
        "@Linear(units = 10, activation = TANH) Layer y(); | @SquaredHinge",
        "@Linear(units = 10) Layer y(); | @BinaryCrossEntropy",
        "@Linear(units = 10, activation = SIGMOID) Layer h(); @Linear(units = 10) Layer y(); |"
            + " @BinaryCrossEntropy",
        "@Linear(units = 10, activation = RELU) Layer h(); @LayerNorm Layer y(); |"
            + " @SoftmaxCrossEntropy",
        "@Activation(RELU) Layer h(); @Residual(filters = 32, activation = NONE) Plain y(); |"
            + " @SoftmaxCrossEntropy",
        "@Linear(units = 10) Layer y(); @Activation(value = LEAKY_RELU, slope = 1) Layer same(); |"
            + " @SoftmaxCrossEntropy",
      })
  void whatALossCanTakeIsNotReported(String members, String loss) {
    assertEquals(
        List.of(),
        reported("@Flatten Layer f(); %s %s Loss loss();".formatted(members, loss), BLOCKS));
  }

  /** As in Lin et al. 2013 (Network in network): the mean of ten rectified maps is a fair logit. */
  @Test
  void meansOfRectifiedMapsAreLogits() {
    String members =
        "@Conv(filters = 10, kernel = 3, activation = RELU) Layer maps(); @GlobalAveragePool Layer mean();"
            + " @SoftmaxCrossEntropy Loss loss();";
    assertEquals(List.of(), reported(members, ""));
  }

  @Test
  void theMemberOrTheNetworkMayAcceptIt() {
    String members = CLASSIFIER.replace("units = 10", "units = 10, activation = RELU");
    String accept = "@Accept(\"activated-logits\") ";
    assertEquals(List.of(), reported(members.replace("@Linear", accept + "@Linear"), ""));
    String source = Networks.source("Net", 2, 4, 4, members, "");
    assertEquals(List.of(), Messages.of(source.replace("@Network", accept + "@Network")));
  }

  private static final String CLASSIFIER =
      """
          @Flatten Layer vector();
          @Linear(units = 10) Layer logits();
          @SoftmaxCrossEntropy Loss loss();
          """;

  private static final String BLOCKS =
      """
          @Block interface Bent { @Linear(activation = SIGMOID) Layer fc(); }
          @Block interface Plain { @Linear Layer fc(); }
          @Block interface Head {
            @GlobalAveragePool Layer pool();
            @Linear(units = 10, activation = SIGMOID) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
          }
          """;

  private static void assertReports(String members, String blocks, String what) {
    List<String> found = reported(members, blocks);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().startsWith("[activated-logits]"), found::toString);
    assertTrue(found.getFirst().contains(what), found::toString);
  }

  private static List<String> reported(String members, String blocks) {
    return Messages.of(Networks.source("Net", 2, 4, 4, members, blocks));
  }
}
