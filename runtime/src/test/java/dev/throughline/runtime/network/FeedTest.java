package dev.throughline.runtime.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.spec.Feed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedTest {
  private CpuDevice cpu;
  private SoftmaxRegression net; // 4×4×1, 3 classes

  @BeforeEach
  void open() {
    cpu = Device.cpu(1);
    net = SoftmaxRegression.on(cpu, 4, 1);
    net.trainingPass(numbers(2 * 16), new int[] {1, 2}, 2);
  }

  @AfterEach
  void close() {
    net.close();
    cpu.close();
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i % 7;
    }
    return numbers;
  }

  /** The sentence with which {@code call} is refused; the network is as it was. */
  private String refused(Runnable call) {
    float[] activations = net.activations().clone();
    float[] logits = net.lastLogits();
    float loss = net.lastLoss();
    String message =
        assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertArrayEquals(activations, net.activations());
    assertArrayEquals(logits, net.lastLogits());
    assertEquals(2, net.samples());
    assertEquals(loss, net.lastLoss());
    return String.valueOf(message);
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    assertEquals(
        "72 values are not the `images` of 2 samples of `SoftmaxRegression`, which are 32: 4×4×1"
            + " each, stored [h][w][c]",
        refused(() -> net.predict(numbers(2 * 6 * 6), 2)));
    refused(() -> net.predict(numbers(2 * 16 + 1), 2));
    refused(() -> net.predict(numbers(2 * 16 - 1), 2));
    refused(() -> net.predict(new float[0], 2));
    refused(() -> net.inferencePass(numbers(3 * 16), 2));
    refused(() -> net.trainingPass(numbers(3 * 16), new int[2], 2));
  }

  @Test
  void labelsThatAreNotOneASampleAreRefused() {
    assertEquals(
        "3 values are not the `labels` of 2 samples of `SoftmaxRegression`, which are 2: one each",
        refused(() -> net.feed(numbers(2 * 16), new int[3], 2)));
    refused(() -> net.feed(numbers(2 * 16), new int[1], 2));
  }

  @Test
  void aLabelOutOfRangeIsRefusedBeforeAnythingIsCopied() {
    float[] others = new float[2 * 16];
    assertTrue(
        refused(() -> net.feed(others, new int[] {0, 3}, 2))
            .startsWith("3, number 1 of `labels`, is not one of the 3"));
    refused(() -> net.feed(others, new int[] {-1, 0}, 2));
  }

  @Test
  void anUnknownNameIsRefusedByAnyPass() {
    Feed feed = Feed.of(2).numbers("images", new float[2 * 16]).numbers("image", new float[2]);
    String sentence =
        "`SoftmaxRegression` has no input or target `image`: it has images, labels";
    assertEquals(sentence, refused(() -> net.inferencePass(feed)));
    assertEquals(sentence, refused(() -> net.feed(feed)));
  }

  @Test
  void indicesGivenAsNumbersAreRefused() {
    Feed feed = Feed.of(2).numbers("images", new float[32]).numbers("labels", new float[2]);
    assertEquals(
        "`labels` of `SoftmaxRegression` is read as indices: give it as indices",
        refused(() -> net.feed(feed)));
    assertEquals(
        "`images` of `SoftmaxRegression` is read as numbers: give it as numbers",
        refused(() -> net.inferencePass(Feed.of(2).indices("images", new int[32]))));
  }

  @Test
  void whatIsMissingIsRefused() {
    assertEquals(
        "the batch for `SoftmaxRegression` has no `labels`: give it as indices",
        refused(() -> net.feed(Feed.of(2).numbers("images", new float[32]))));
    refused(() -> net.inferencePass(Feed.of(2)));
  }

  @Test
  void aBatchOfNoSamplesOrTooManyIsRefused() {
    for (int n : new int[] {0, -1, 5, Integer.MAX_VALUE}) {
      assertTrue(
          refused(() -> net.predict(numbers(80), n)).startsWith("a batch of " + n + " does not"));
    }
  }

  @Test
  void targetsAreNotLookedAtByInference() {
    net.inferencePass(
        Feed.of(1).numbers("images", numbers(16)).indices("labels", new int[] {99}));
    assertEquals(1, net.samples());
  }
}
