package dev.throughline.processor.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.testing.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a network expands into. */
class ExpansionTraceTest {
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
