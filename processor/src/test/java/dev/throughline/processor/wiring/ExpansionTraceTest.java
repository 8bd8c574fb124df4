package dev.throughline.processor.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.testing.Golden;
import dev.throughline.processor.testing.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a small network expands into, node by node. */
class ExpansionTraceTest {
  @Test
  void theTracesOfASmallNetwork() {
    Networks small = Networks.fixture("Small");
    Golden.of("traces/small-types.txt").matches(small.network().trace());
    Golden.of("traces/small-training.txt").matches(small.training().trace());
    Golden.of("traces/small-inference.txt").matches(small.inference().trace());
    Golden.of("traces/small-folding.txt").matches(small.folded().trace());
  }

  @Test
  void theSameNetworkExpandsIntoTheSameText() {
    assertEquals(
        Networks.fixture("ResNet20").training().trace(),
        Networks.fixture("ResNet20").training().trace());
  }

  @Test
  void namesFollowThePathsOfMembers() {
    List<String> members =
        List.copyOf(Networks.fixture("Small").training().members().sequencedKeySet());
    List<String> expected =
        List.of(
            "stem", "stage1.0.conv1", "stage1.0.conv2", "stage1.0", "stage1.1.conv1",
            "stage1.1.conv2", "stage1.1", "stage1", "pool", "drop", "logits", "loss");
    assertEquals(expected, members);
  }
}
