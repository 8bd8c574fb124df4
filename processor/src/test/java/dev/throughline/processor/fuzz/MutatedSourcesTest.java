package dev.throughline.processor.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Samples with mistakes end in messages with an id, or in javac's own about what the user wrote; or they compile. */
class MutatedSourcesTest {
  private static final int MUTANTS = 300;

  @Test
  void everyMistakeIsReportedAndWhatIsAcceptedCompiles() {
    Mutants mutants = new Mutants(true);
    List<String> wrong =
        LongStream.range(0, MUTANTS).mapToObj(mutants::wrong).filter(w -> !w.isEmpty()).toList();
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }
}
