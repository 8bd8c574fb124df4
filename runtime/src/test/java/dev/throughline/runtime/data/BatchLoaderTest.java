package dev.throughline.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchLoaderTest {

  private static List<float[]> drain(BatchLoader loader) throws InterruptedException {
    List<float[]> batches = new ArrayList<>();
    for (Optional<Batch> next = loader.next(); next.isPresent(); next = loader.next()) {
      Batch batch = next.get();
      batches.add(Arrays.copyOf(batch.images(), batch.size() * 16));
    }
    assertTrue(loader.next().isEmpty());
    return batches;
  }

  private static List<float[]> epoch(Dataset data, long seed, int epoch, int from)
      throws InterruptedException {
    try (BatchLoader loader = BatchLoader.training(data, 8, seed, epoch, from)) {
      return drain(loader);
    }
  }

  @Test
  void evaluationSeesEverySampleInOrder() throws InterruptedException {
    Dataset data = Shapes.of(29, 1).augment(PadCropFlip.of(2));
    try (BatchLoader loader = BatchLoader.evaluation(data, 8)) {
      int seen = 0;
      for (Optional<Batch> next = loader.next(); next.isPresent(); next = loader.next()) {
        Batch batch = next.get();
        for (int i = 0; i < batch.size(); i++) {
          assertEquals(data.label(seen), batch.labels()[i]);
          assertArrayEquals(
              data.image(seen), Arrays.copyOfRange(batch.images(), i * 16, i * 16 + 16));
          seen++;
        }
      }
      assertEquals(29, seen);
    }
  }

  @Test
  void trainingLeavesOutTheRestOfAnEpoch() throws InterruptedException {
    Dataset data = Shapes.of(29, 1);
    List<float[]> batches = epoch(data, 5, 0, 0);
    assertEquals(3, batches.size());
    int[] order = Shuffle.order(29, 5, 0);
    for (int i = 0; i < 24; i++) {
      assertArrayEquals(
          data.image(order[i]),
          Arrays.copyOfRange(batches.get(i / 8), i % 8 * 16, i % 8 * 16 + 16));
    }
  }

  @Test
  void anEpochCanBeEnteredAnywhere() throws InterruptedException {
    Dataset data = Shapes.of(100, 1).augment(PadCropFlip.of(2));
    List<float[]> whole = epoch(data, 5, 3, 0);
    assertEquals(12, whole.size());
    for (int from = 0; from <= 12; from++) {
      List<float[]> rest = epoch(data, 5, 3, from);
      assertEquals(12 - from, rest.size());
      for (int b = from; b < 12; b++) {
        assertArrayEquals(whole.get(b), rest.get(b - from));
      }
    }
  }

  @Test
  void epochsAndSeedsAugmentDifferently() throws InterruptedException {
    Dataset data = Shapes.of(8, 1).augment(PadCropFlip.of(2));
    // Compare sample by sample: the order of epochs differs anyway.
    float[] a = sample(data, 5, 0);
    assertArrayEquals(a, sample(data, 5, 0));
    int same = 0;
    for (int epoch = 1; epoch <= 20; epoch++) {
      same += Arrays.equals(a, sample(data, 5, epoch)) ? 1 : 0;
      same += Arrays.equals(a, sample(data, 5 + epoch, 0)) ? 1 : 0;
    }
    assertTrue(same < 8, same + " of 40 are the same"); // 50 outcomes
  }

  private static float[] sample(Dataset data, long seed, int epoch) {
    float[] into = new float[16];
    data.build(3, new Dataset.Draw(seed, epoch, true), new byte[16], new byte[16], into, 0);
    return into;
  }

  /** A source whose images can be made to fail or to wait. */
  private record Watched(Images images, AtomicInteger reads, int failAt, CountDownLatch gate)
      implements Images {
    @Override
    public int size() {
      return images.size();
    }

    @Override
    public int channels() {
      return images.channels();
    }

    @Override
    public int height() {
      return images.height();
    }

    @Override
    public int width() {
      return images.width();
    }

    @Override
    public List<String> classNames() {
      return images.classNames();
    }

    @Override
    public int label(int index) {
      return images.label(index);
    }

    @Override
    public void read(int index, byte[] into) {
      if (reads.getAndIncrement() == failAt) {
        throw new DataException("image %d is bad".formatted(index));
      }
      images.read(index, into);
      if (gate.getCount() > 0) {
        gate.countDown();
      }
    }
  }

  @Test
  void whatFailsOverThereIsThrownHere() throws InterruptedException {
    for (int failAt : new int[] {0, 7, 8, 27}) {
      Watched images =
          new Watched(
              Shapes.of(29, 1).images(), new AtomicInteger(), failAt, new CountDownLatch(0));
      try (BatchLoader loader = BatchLoader.evaluation(Dataset.of(images), 8)) {
        for (int good = 0; good < failAt / 8; good++) {
          assertTrue(loader.next().isPresent());
        }
        assertEquals(
            "image %d is bad".formatted(failAt),
            assertThrows(DataException.class, loader::next).getMessage());
        assertTrue(loader.next().isEmpty());
      }
    }
  }

  @Test
  void errorsOfAnotherKindAreWrapped() {
    Augmentation broken =
        (pixels, into, height, width, channels, random) -> {
          throw new IllegalStateException("broken");
        };
    Dataset data = Shapes.of(16, 1).augment(broken);
    try (BatchLoader loader = BatchLoader.training(data, 8, 1, 0, 0)) {
      DataException thrown = assertThrows(DataException.class, loader::next);
      assertEquals(
          "a batch could not be built: broken",
          thrown.getMessage());
      assertEquals(IllegalStateException.class, thrown.getCause().getClass());
    }
  }

  @Test
  void itLoadsAheadButNotWithoutBound() throws InterruptedException {
    CountDownLatch threeBatches = new CountDownLatch(24);
    Watched images =
        new Watched(Shapes.of(800, 1).images(), new AtomicInteger(), -1, threeBatches);
    try (BatchLoader loader = BatchLoader.evaluation(Dataset.of(images), 8)) {
      // Nothing was asked for, yet three buffers fill; a fourth batch has no buffer.
      assertTrue(threeBatches.await(20, TimeUnit.SECONDS));
      Thread.sleep(50);
      assertEquals(24, images.reads().get());
      assertTrue(loader.next().isPresent());
      Thread.sleep(50);
      assertEquals(24, images.reads().get(), "the batch in use is not overwritten");
      assertTrue(loader.next().isPresent());
      for (int waited = 0; images.reads().get() < 32 && waited < 2000; waited++) {
        Thread.sleep(5);
      }
      assertEquals(32, images.reads().get(), "its buffer is filled again after it");
    }
  }

  @Test
  void closingEndsTheThreadAtAnyMoment() {
    for (int i = 0; i < 50; i++) {
      BatchLoader.training(Shapes.of(100, 1), 8, 1, 0, 0).close();
    }
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("throughline-loader")));
  }

  @Test
  void aThreadThatSomebodyInterruptsIsTold() {
    Augmentation interrupting =
        (pixels, into, height, width, channels, random) -> Thread.currentThread().interrupt();
    try (BatchLoader loader =
        BatchLoader.training(Shapes.of(64, 1).augment(interrupting), 8, 1, 0, 0)) {
      assertEquals(
          "a batch could not be built: its thread was interrupted",
          assertThrows(DataException.class, () -> drain(loader)).getMessage());
    }
  }

  @Test
  void whatIsMissingInAFailureIsNotCalledNull() {
    Augmentation broken =
        (pixels, into, height, width, channels, random) -> {
          throw new NullPointerException();
        };
    Augmentation greedy =
        (pixels, into, height, width, channels, random) -> {
          throw new OutOfMemoryError();
        };
    for (Augmentation change : List.of(broken, greedy)) {
      try (BatchLoader loader =
          BatchLoader.training(Shapes.of(16, 1).augment(change), 8, 1, 0, 0)) {
        String told = assertThrows(DataException.class, loader::next).getMessage();
        assertTrue(told.startsWith("a batch could not be built: ") && !told.contains("null"), told);
      }
    }
  }

  @Test
  void batchesThatCannotBeAreTold() {
    Dataset data = Shapes.of(29, 1);
    for (int capacity : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> BatchLoader.evaluation(data, capacity));
      assertThrows(
          IllegalArgumentException.class, () -> BatchLoader.training(data, capacity, 1, 0, 0));
    }
    assertThrows(IllegalArgumentException.class, () -> BatchLoader.training(data, 8, 1, 0, -1));
    assertThrows(IllegalArgumentException.class, () -> BatchLoader.training(data, 8, 1, -1, 0));
    for (int capacity : new int[] {Integer.MAX_VALUE, 1 << 27}) {
      assertTrue(
          assertThrows(DataException.class, () -> BatchLoader.evaluation(data, capacity))
              .getMessage()
              .contains("use a smaller batch"));
    }
  }

  @Test
  void aClosedLoaderGivesNothing() {
    BatchLoader loader = BatchLoader.evaluation(Shapes.of(29, 1), 8);
    loader.close();
    loader.close();
    assertThrows(IllegalStateException.class, loader::next);
  }

  @Test
  void whoeverWaitsWhileTheLoaderIsClosedWaitsNoLonger() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Augmentation slow =
        (pixels, into, height, width, channels, random) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    BatchLoader loader = BatchLoader.training(Shapes.of(16, 1).augment(slow), 8, 1, 0, 0);
    FutureTask<Optional<Batch>> waiting = new FutureTask<>(loader::next);
    Thread waiter = Thread.ofPlatform().daemon().start(waiting);
    while (waiter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    loader.close();
    assertTrue(waiting.get().isEmpty());
  }

  @Test
  void anInterruptedWaitIsTold() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Augmentation slow =
        (pixels, into, height, width, channels, random) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    try (BatchLoader loader =
        BatchLoader.training(Shapes.of(16, 1).augment(slow), 8, 1, 0, 0)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, loader::next);
    }
  }
}
