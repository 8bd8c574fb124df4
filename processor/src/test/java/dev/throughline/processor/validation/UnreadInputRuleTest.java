package dev.throughline.processor.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Messages;
import dev.throughline.processor.testing.Networks;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which inputs nobody reads. */
class UnreadInputRuleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b    | @Flatten Layer x();",
        "a    | @From(\"b\") @Flatten Layer x();",
        "none | @Flatten Layer x(); @From(\"b\") @Flatten Layer y(); @Concat(from = \"x\") Layer z();",
        "none | @Add(from = \"b\") Layer x(); @Flatten Layer y();",
        "none | @Sequence Inner x();",
        "none | @Flatten Layer x(); @AuxLoss(from = \"b\") Head aux();",
      })
  void anInputThatNoMemberReadsIsReported(String unread, String members) {
    List<String> found = Messages.of(source(members));
    assertEquals("none".equals(unread) ? 0 : 1, found.size(), found::toString);
    found.forEach(
        message -> assertTrue(
            message.startsWith(
                "[unread-input] no member of `Net` reads the input `%s`".formatted(unread)),
            message));
  }

  /** What becomes of it is another mistake. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"@From(\"b\") @Flatten Layer dead(); @From(\"a\") @Flatten Layer x();"})
  void anInputThatOnlyADeadEndReadsIsReportedOnceAsThat(String members) {
    List<String> found = Messages.of(source(members));
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().startsWith("[dead-end]"), found::toString);
  }

  private static String source(String members) {
    return Networks.source(
        """
            @Network(input = {@Input(name = "a", channels = 2, height = 3, width = 3),
                              @Input(name = "b", channels = 2, height = 3, width = 3)})
            interface Net {
              %s
              @Linear(units = 10) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
            }
            @Block interface Inner { @Add(from = "b") Layer sum(); @Flatten Layer flat(); }
            @Block interface Head {
              @Flatten Layer flat();
              @Linear(units = 10) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
            }
            """
            .formatted(members));
  }
}
