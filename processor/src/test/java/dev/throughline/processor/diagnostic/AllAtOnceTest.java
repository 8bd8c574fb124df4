package dev.throughline.processor.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import dev.throughline.processor.testing.Networks;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wrong values do not hide wrong names and shapes: one compile says them all, each once. */
class AllAtOnceTest {
  private static final String END = "@SoftmaxCrossEntropy  Loss loss();";

  @Test
  void aWrongValueAndAWrongNameOfOneMemberAreBothReported() {
    for (String member : List.of(
        "@Add(from = \"stm\")",
        "@Concat(from = \"stm\")",
        "@From(\"stm\") @Conv(filters = 4, kernel = 3)",
        "@SharedWith(\"stm\") @Conv(filters = 4, kernel = 3)")) {
      reports(
          "@Conv(filters = 0, kernel = 3)  Layer stem();" + member + "  Layer joined();" + END,
          "[illegal-value] `stem` has filters = 0",
          "[unknown-value] `joined` reads `stm`");
    }
  }

  @Test
  void soAreThoseOfAttention() {
    reports(
        """
            @CrossAttention(heads = 0, from = "memry", padding = "tokns")  Layer attention();
            """
            + END,
        "[illegal-value] `attention` has heads = 0",
        "[unknown-value] `attention` reads `memry`",
        "[unknown-value] `attention` reads `tokns`");
  }

  @Test
  void everyWrongNameOfAnAttributeIsReported() {
    reports(
        "@Add(from = {\"one\", \"images\", \"two\"})  Layer joined();" + END,
        "[unknown-value] `joined` reads `one`",
        "[unknown-value] `joined` reads `two`");
  }

  @Test
  void shapesAreCheckedBehindAValueThatHasNoPartInThem() {
    for (String member : List.of(
        "@Dropout(rate = 2)",
        "@BatchNorm(epsilon = -1)",
        "@Conv(filters = 4, kernel = 3, norm = BATCH, momentum = 0)",
        "@LocalResponseNorm(size = 5, k = 0)",
        "@Activation(value = LEAKY_RELU, slope = Double.NaN)",
        "@Concat({@Branch(@Conv(filters = 4, kernel = 3, norm = BATCH, epsilon = -1))})")) {
      List<String> found =
          messages(member + "  Layer wrong(); @Linear(units = 3)  Layer logits();" + END, "");
      assertEquals(2, found.size(), found::toString);
      assertEquals("[image-not-flattened] `logits`", start(found.get(1), 2), found::toString);
    }
  }

  @Test
  void soAreTheClassesOfALossWithAWrongWeight() {
    reports(
        """
            @GlobalAveragePool  Layer pool();
            @Linear(units = 1)  Layer logits();
            @SoftmaxCrossEntropy(weight = -1)  Loss loss();
            """,
        "[illegal-value] `loss` has weight = -1.0",
        "[too-few-classes] `loss` chooses among 1 class");
  }

  @Test
  void aBlockThatIsGivenWhatItDoesNotTakeIsCheckedOn() {
    List<String> found =
        messages(
            "@Sequence(filters = 8)  Body body(); @Linear(units = 3)  Layer logits();" + END,
            "@Block interface Body { @Conv(filters = 4, kernel = 3)  Layer conv(); }");
    assertEquals(2, found.size(), found::toString);
    assertEquals("[unused-block-value] `body`", start(found.get(0), 2));
    assertEquals("[image-not-flattened] `logits`", start(found.get(1), 2));
  }

  @Test
  void theNameOfAnInputWithAWrongExtentIsKnown() {
    String source =
        """
            @Network(input = {@Input(name = "left", features = 0), @Input(tokens = 9, length = 0)})
            interface Net {
              @From("left") @Linear(units = 3)  Layer logits();
              @From("tokens") @Embedding(units = 3)  Layer embed();
              @MeanPool(padding = "tokens")  Layer pool();
              @SoftmaxCrossEntropy  Loss loss();
            }
            """;
    List<String> found = messages(Networks.source(source));
    assertEquals(2, found.size(), found::toString);
    assertEquals("[illegal-value] the input of `Net` has features = 0", start(found.get(0), 9));
    assertEquals("[illegal-value] the input of `Net` has length = 0", start(found.get(1), 9));
  }

  @Test
  void whatStandsBelowIsSaidToStandBelowInABlockAndAroundItToo() {
    String body =
        """
            @Block interface Body {
              @From("conv2") @Conv(kernel = 3)  Layer conv1();
              @Conv(kernel = 3)  Layer conv2();
              @Add(from = "late")  Layer joined();
            }
            """;
    List<String> found =
        messages(
            """
                @Sequence(filters = 4)  Body body();
                @AuxLoss(from = "late")  Head aux();
                @SharedWith("late") @Conv(filters = 4, kernel = 3)  Layer shared();
                @Conv(filters = 4, kernel = 3)  Layer late();
                """
                + END,
            body + "@Block interface Head { @SoftmaxCrossEntropy  Loss loss(); }");
    assertEquals(4, found.size(), found::toString);
    found.forEach(
        message -> assertEquals("which stands below it", message.split(", |;")[1], message));
  }

  @Test
  void aMemberIsToldThatItIsAPartOfWhatItReads() {
    List<String> found =
        messages(
            "@Sequence  Body stage(); @GlobalAveragePool  Layer pool();" + END,
            "@Block interface Body { @Add(from = \"stage\")  Layer around(); }");
    assertEquals(1, found.size(), found::toString);
    assertTrue(
        found.getFirst().contains("`stage.around` reads `stage`, which it is a part of"),
        found::toString);
  }

  private static void reports(String members, String... expected) {
    List<String> found = messages(members, "").stream().sorted().toList();
    assertEquals(expected.length, found.size(), found::toString);
    for (int i = 0; i < expected.length; i++) {
      String wanted = expected[i];
      assertEquals(wanted, found.get(i).substring(0, wanted.length()), found::toString);
    }
  }

  private static List<String> messages(String members, String blocks) {
    return messages(Networks.source("Net", 3, 8, 8, members, blocks));
  }

  private static List<String> messages(String source) {
    Result result =
        new Compilation().source("Net.java", source).processors(new NetworkProcessor()).run();
    return result.ours().stream().map(Result::text).toList();
  }

  /** The first {@code words} of a message. */
  private static String start(String message, int words) {
    return String.join(" ", Arrays.asList(message.split(" ")).subList(0, words)).strip();
  }
}
