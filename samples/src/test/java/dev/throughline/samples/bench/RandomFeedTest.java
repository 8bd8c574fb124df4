package dev.throughline.samples.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Layout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of any inputs and targets can be fed noise. */
final class RandomFeedTest {
  private static final int SAMPLES = 50;

  /** Two inputs, of which one is tokens; classes at each position, and labels that are said yes or no to. */
  private static final NetworkSpec NETWORK =
      NetworkSpec.of("Both", "demo.Both")
          .input("image", Layout.of(4), 0)
          .input("tokens", Layout.of(3), 5)
          .target("next", Layout.of(3), 7)
          .target("labels", Layout.of(2), 0)
          .output("logits", Layout.of(2))
          .loss("words", LossKind.SOFTMAX_CROSS_ENTROPY, 1, "logits", "next")
          .loss("loss", LossKind.BINARY_CROSS_ENTROPY, 1, "logits", "labels")
          .build();

  @Test
  void everyInputAndTargetIsThereInItsLengthAndRange() {
    Feed feed = RandomFeed.of(NETWORK, SAMPLES, 1);
    checkFits(feed, NETWORK);
    float[] tokens = values(feed, NETWORK.inputs().get(1));
    for (int token = 0; token < 5; token++) {
      assertTrue(contains(tokens, token), "no token " + token);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.throughline.samples.bench.GeneratedNetworks#specs")
  void fitsEverySampleNetwork(NetworkSpec network) {
    checkFits(RandomFeed.of(network, 2, 1), network);
  }

  private static void checkFits(Feed feed, NetworkSpec network) {
    List<InputSpec> all = new ArrayList<>(network.inputs());
    all.addAll(network.targets());
    assertDoesNotThrow(() -> feed.check(network, all));
    assertEquals(all.size(), feed.lengths().size());
  }

  @Test
  void numbersAreNormalAndAnswersYesOrNo() {
    Feed feed = RandomFeed.of(NETWORK, SAMPLES, 1);
    double squares = 0;
    for (float value : values(feed, NETWORK.inputs().get(0))) {
      squares += (double) value * value / (SAMPLES * 4);
    }
    assertEquals(1, squares, 0.3);
    float[] answers = values(feed, NETWORK.targets().get(1));
    assertTrue(contains(answers, 0) && contains(answers, 1));
    for (float answer : answers) {
      assertTrue(answer == 0 || answer == 1, "answer " + answer);
    }
  }

  @Test
  void theSameSeedGivesTheSameBatch() {
    long digest = RandomFeed.of(NETWORK, SAMPLES, 1).digest();
    assertEquals(digest, RandomFeed.of(NETWORK, SAMPLES, 1).digest());
    assertTrue(digest != RandomFeed.of(NETWORK, SAMPLES, 2).digest());
  }

  private static float[] values(Feed feed, InputSpec input) {
    float[] values = new float[SAMPLES * input.layout().size()];
    feed.copy(input, 0, SAMPLES, values, 0);
    return values;
  }

  private static boolean contains(float[] values, float wanted) {
    for (float value : values) {
      if (value == wanted) {
        return true;
      }
    }
    return false;
  }
}
