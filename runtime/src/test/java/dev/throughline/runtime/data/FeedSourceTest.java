package dev.throughline.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.tensor.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Seven samples of two numbers and one index, which tells them apart. */
class FeedSourceTest {
  private static final float[] NUMBERS = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6};
  private static final InputSpec X = new InputSpec("x", Layout.of(2), 0);
  private static final InputSpec K = new InputSpec("k", Layout.of(), 7);

  private final FeedSource source =
      FeedSource.of(
          Feed.of(7).numbers("x", NUMBERS).indices("k", new int[] {0, 1, 2, 3, 4, 5, 6}));

  private static List<List<Float>> feeds(FeedPass pass) throws InterruptedException {
    List<List<Float>> all = new ArrayList<>();
    for (Optional<Feed> next = pass.next(); next.isPresent(); next = pass.next()) {
      int n = next.get().samples();
      float[] x = new float[2 * n];
      float[] k = new float[n];
      next.get().copy(X, 0, n, x, 0);
      next.get().copy(K, 0, n, k, 0);
      List<Float> seen = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        assertArrayEquals(new float[] {k[i], k[i]}, new float[] {x[2 * i], x[2 * i + 1]});
        seen.add(k[i]);
      }
      all.add(seen);
    }
    return all;
  }

  @Test
  void anEvaluationSeesAllInOrder() throws InterruptedException {
    assertEquals(
        List.of(List.of(0f, 1f, 2f), List.of(3f, 4f, 5f), List.of(6f)),
        feeds(source.evaluation(3)));
  }

  @Test
  void anEpochSeesFullBatchesInAnOrderOfItsOwn() throws InterruptedException {
    List<List<Float>> first = feeds(source.training(3, 5, 0, 0));
    assertEquals(2, first.size());
    assertEquals(first, feeds(source.training(3, 5, 0, 0)));
    assertNotEquals(first, feeds(source.training(3, 5, 1, 0)));
    assertNotEquals(first, feeds(source.training(3, 6, 0, 0)));
    assertEquals(first.subList(1, 2), feeds(source.training(3, 5, 0, 1)));
  }

  @Test
  void otherValuesAreOtherData() {
    float[] others = NUMBERS.clone();
    others[13] = 7;
    FeedSource other =
        FeedSource.of(
            Feed.of(7).numbers("x", others).indices("k", new int[] {0, 1, 2, 3, 4, 5, 6}));
    assertNotEquals(source.identity(), other.identity());
  }

  @Test
  void arraysThatAreNotAsManyForEachSampleAreTold() {
    assertEquals(
        "13 values of `x` are not as many for each of 7 samples",
        assertThrows(
            DataException.class,
            () -> FeedSource.of(Feed.of(7).numbers("x", new float[13]))).getMessage());
    assertEquals(
        "0 samples are no data: give 1 or more",
        assertThrows(DataException.class, () -> FeedSource.of(Feed.of(0))).getMessage());
  }
}
