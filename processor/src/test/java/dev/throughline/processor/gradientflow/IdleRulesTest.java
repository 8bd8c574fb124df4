package dev.throughline.processor.gradientflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Messages;
import dev.throughline.processor.testing.Networks;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members that change nothing, norms that leave nothing, bodies that only add; and those that are well. */
class IdleRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "idle-bias | @Conv(filters = 4, kernel = 3) Layer x(); @BatchNorm Layer norm();",
        "idle-bias | @DepthwiseConv(kernel = 3) Layer x(); @BatchNorm Layer norm();",
        "idle-bias | @Linear(units = 4) Layer x(); @BatchNorm Layer norm();",
        "idle-activation | @Conv(filters = 4, kernel = 3, activation = RELU) Layer x();"
            + " @Activation(RELU) Layer y();",
        "idle-activation | @Activation(RELU) Layer x(); @MaxPool(size = 2) Layer max();"
            + " @Activation(ELU) Layer y();",
        "idle-activation | @Sequence(filters = 4, activation = RELU) Rectified x();",
        "idle-activation | @Activation(RELU) Layer x(); @Dropout(rate = 0.1) Layer d();"
            + " @Activation(LEAKY_RELU) Layer y();",
        "added-to-itself | @Conv(filters = 4, kernel = 3) Layer x(); @Add(from = \"x\") Layer y();",
        "added-to-itself | @Activation(TANH) Layer x(); @Conv(filters = 4, kernel = 3) Layer y();"
            + " @From(\"x\") @Add(from = \"x\", activation = RELU) Layer z();"
            + " @Add(from = \"y\") Layer sum();",
        "added-to-itself | @Conv(filters = 4, kernel = 3) Layer x(); @Activation(NONE) Layer same();"
            + " @Add(from = \"x\") Layer y();",
        "only-adding | @Residual(filters = 4) Rectified x();",
        "only-adding | @Residual(filters = 4, repeat = 2, activation = NONE) Rectified x();",
        "only-adding | @Sequence(filters = 4) Nested x();",
        "norm-of-one | @Linear(units = 1) Layer x(); @LayerNorm Layer norm();",
        "norm-of-one | @Linear(units = 6) Layer x(); @GroupNorm(groups = 6) Layer norm();",
        "norm-of-one | @Conv(filters = 1, kernel = 3) Layer x(); @LayerNorm Layer norm();",
      })
  void whatChangesNothingIsReported(String id, String members) {
    List<String> found = reported(members);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().startsWith("[%s]".formatted(id)), found::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@Conv(filters = 4, kernel = 3, norm = BATCH) Layer x();",
        "@Conv(filters = 4, kernel = 3, bias = Bias.ALWAYS, norm = BATCH) Layer x();",
        "@Conv(filters = 4, kernel = 3) Layer x(); @Activation(TANH) Layer y(); @BatchNorm Layer norm();",
        "@Conv(filters = 4, kernel = 3) Layer x(); @LayerNorm Layer norm();",
        "@Conv(filters = 4, kernel = 3) Layer x(); @BatchNorm Layer norm(); @Add(from = \"x\") Layer y();",
        "@Freeze @Conv(filters = 4, kernel = 3) Layer x(); @BatchNorm Layer norm();",
        "@Conv(filters = 4, kernel = 3) Layer x(); @Freeze @BatchNorm Layer norm();",
        "@Conv(filters = 4, kernel = 3, activation = RELU) Layer x(); @Activation(SIGMOID) Layer y();",
        "@Conv(filters = 4, kernel = 3, activation = LEAKY_RELU) Layer x(); @Activation(RELU) Layer y();",
        "@Conv(filters = 4, kernel = 3) Layer x(); @Conv(filters = 4, kernel = 3) Layer y();"
            + " @Add(from = \"x\") Layer z();",
        "@Residual(filters = 4) Plain x();",
        "@Sequence(filters = 4) Rectified x();",
        "@GroupNorm(groups = 2) Layer norm();",
        "@Linear(units = 4, norm = BATCH) Layer x();",
      })
  void whatChangesSomethingIsNot(String members) {
    assertEquals(List.of(), reported(members));
  }

  /** Of a batch of one, a vector's batch norm has one value a channel, and so has an image of one pixel. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | true  | @Flatten Layer f(); @Linear(units = 4, norm = BATCH) Layer x();",
        "1 | true  | @Conv(filters = 4, kernel = 4, padding = 0, norm = BATCH) Layer x();",
        "1 | true  | @GlobalAveragePool Layer p(); @BatchNorm Layer x();",
        "1 | false | @Conv(filters = 4, kernel = 3, padding = 0, norm = BATCH) Layer x();",
        "1 | false | @Flatten Layer f(); @Freeze @Linear(units = 4, norm = BATCH) Layer x();",
        "2 | false | @Flatten Layer f(); @Linear(units = 4, norm = BATCH) Layer x();",
      })
  void aBatchNormNeedsTwoValuesAChannelAtTheDeclaredBatch(
      int batch, boolean reported, String members) {
    String budget = "memoryBudget = @MemoryBudget(mebibytes = 100, batch = %d), ".formatted(batch);
    List<String> found =
        Messages.of(source(members).replace("@Network(", "@Network(" + budget));
    assertEquals(reported,
        found.toString().contains("[norm-of-one] the norm of `x` at a batch of 1"),
        found::toString);
    assertEquals(reported ? 1 : 0, found.size(), found::toString);
  }

  private static final String BLOCKS =
      """
          @Block interface Plain {
            @Conv(kernel = 3, activation = RELU) Layer conv1();
            @Conv(kernel = 3) Layer conv2();
          }
          @Block interface Rectified { @Conv(kernel = 3, activation = RELU) Layer conv(); }
          @Block interface Nested { @Residual Rectified inner(); }
          """;

  private static List<String> reported(String members) {
    return Messages.of(source(members));
  }

  private static String source(String members) {
    boolean isVector = members.contains("@Linear") || members.contains("Pool Layer p");
    String all =
        """
            %s
            %s
            @Linear(units = 10) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
            """
            .formatted(
                members.startsWith("@Linear") ? "@Flatten Layer vector();" : "",
                isVector ? members : members + "@Flatten Layer flat();");
    return Networks.source("Net", 4, 4, 4, all, BLOCKS);
  }
}
