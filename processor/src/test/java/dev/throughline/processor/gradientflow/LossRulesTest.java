package dev.throughline.processor.gradientflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Messages;
import dev.throughline.processor.testing.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses that add nothing, train nothing, or are kept from seeing a prediction. */
class LossRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@SoftmaxCrossEntropy Loss again();                            | `again` is the same loss as `loss`",
        "@From(\"logits\") @SoftmaxCrossEntropy(weight = 3) Loss again(); | one of weight 4",
        "@AuxLoss(from = \"logits\", weight = 0.3) Bare again();       | `again.loss` is the same loss",
        "@From(\"pool\") @SharedWith(\"logits\") @Linear(units = 10) Layer twin();"
            + " @From(\"logits\") @SoftmaxCrossEntropy Loss again(); | `again` is the same loss as `loss`",
        "@SoftmaxCrossEntropy Loss again(); @Activation(NONE) Layer same(); | `again` is the same loss",
      })
  void twoLossesThatAreTheSameAreReported(String more, String what) {
    assertReports("same-loss", members(more), what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@SoftmaxCrossEntropy(labelSmoothing = 0.1) Loss other();",
        "@SoftmaxCrossEntropy(target = \"coarse\") Loss other();",
        "@SquaredHinge Loss other();",
        "@AuxLoss(from = \"pool\") Own other();",
        "@AuxLoss(from = \"stem\") Bending other();",
      })
  void lossesThatDifferInAnythingAreNot(String more) {
    assertEquals(List.of(), reported(members(more)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@AuxLoss(from = \"images\") Pooled aux();",
        "@Freeze @AuxLoss(from = \"images\") Bending aux();",
        "@From(\"images\") @GlobalAveragePool Layer mean(); @MeanSquaredError Loss aux();"
            + " @From(\"logits\") @Activation(NONE) Layer back();",
      })
  void aLossBehindWhichNothingIsTrainedIsReported(String more) {
    assertReports("idle-loss", members(more), "` trains nothing");
  }

  @Test
  void aFrozenHeadOnATrainedTrunkIsNot() {
    String members = members("@Freeze @AuxLoss(from = \"pool\") Own aux();");
    assertEquals(List.of(), reported(members));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Freeze @Conv(filters = 4, kernel = 3) Layer stem(); @GlobalAveragePool Layer pool();"
            + " @Freeze @Linear(units = 10) Layer logits();",
        "@Freeze @Sequence(filters = 10) Stage stage(); @GlobalAveragePool Layer pool();",
        "@Flatten Layer flat(); @Freeze @Linear(units = 10) Layer logits();"
            + " @SharedWith(\"logits\") @From(\"flat\") @Linear(units = 10) Layer again();",
      })
  void aNetworkOfWhichAllIsFrozenHasNothingToTrain(String members) {
    assertReports(
        "all-frozen", members + "@SoftmaxCrossEntropy Loss loss();",
        "so there is nothing to train");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Dropout(rate = 0.2) Layer drop();",
        "@Dropout(rate = 0.2) Layer drop(); @Activation(NONE) Layer same();",
        "@Residual(filters = 10, activation = NONE) Dropped last(); @Dropout(rate = 0.2) Layer drop();",
      })
  void dropoutOfThePredictionIsReported(String more) {
    assertReports(
        "dropped-prediction", members(more), "`loss` reads its prediction through `drop`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Dropout(rate = 0) Layer drop();",
        "@Freeze @Dropout(rate = 0.2) Layer drop();",
        "@Dropout(rate = 0.2) Layer drop(); @Linear(units = 10) Layer last();",
        "@Residual(filters = 10, activation = NONE) Dropped last();",
      })
  void dropoutOfFeaturesIsNot(String more) {
    assertEquals(List.of(), reported(members(more)));
  }

  private static String members(String more) {
    return """
        @Conv(filters = 4, kernel = 3, activation = RELU) Layer stem();
        @GlobalAveragePool Layer pool();
        @Linear(units = 10) Layer logits();
        %s
        @SoftmaxCrossEntropy Loss loss();
        """
        .formatted(more);
  }

  private static final String BLOCKS =
      """
          @Block interface Bare { @SoftmaxCrossEntropy Loss loss(); }
          @Block interface Own {
            @Linear(units = 10) Layer fc();
            @SoftmaxCrossEntropy Loss loss();
          }
          @Block interface Bending {
            @GlobalAveragePool Layer pool();
            @Linear(units = 10) Layer fc();
            @SoftmaxCrossEntropy Loss loss();
          }
          @Block interface Pooled {
            @GlobalAveragePool Layer pool();
            @MeanSquaredError Loss loss();
          }
          @Block interface Stage { @Conv(kernel = 3) Layer conv(); }
          @Block interface Dropped {
            @Linear Layer fc();
            @Dropout(rate = 0.1) Layer drop();
          }
          """;

  private static void assertReports(String id, String members, String what) {
    List<String> found = reported(members);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().startsWith("[%s]".formatted(id)), found::toString);
    assertTrue(found.getFirst().contains(what), found::toString);
  }

  private static List<String> reported(String members) {
    return Messages.of(Networks.source("Net", 2, 4, 4, members, BLOCKS));
  }
}
