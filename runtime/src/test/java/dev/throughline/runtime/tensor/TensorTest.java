package dev.throughline.runtime.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TensorTest {

  @Test
  void filtersArePublishedAsInPyTorchAndStoredForTheKernels() {
    int k = 2;
    int c = 3;
    int r = 2;
    int s = 2;
    float[] stored = new float[k * c * r * s];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = i;
    }
    Tensor filters = Tensor.of(stored, 0, Layout.filters(k, c, r, s));
    float[] published = filters.toArray();
    int at = 0;
    for (int kk = 0; kk < k; kk++) {
      for (int cc = 0; cc < c; cc++) {
        for (int rr = 0; rr < r; rr++) {
          for (int ss = 0; ss < s; ss++) {
            float expected = stored[((rr * c + cc) * s + ss) * k + kk];
            assertEquals(expected, filters.get(kk, cc, rr, ss));
            assertEquals(expected, published[at++]);
          }
        }
      }
    }
    float[] copy = new float[stored.length];
    Tensor.of(copy, 0, Layout.filters(k, c, r, s)).set(published);
    assertArrayEquals(stored, copy);
  }

  @Test
  void imagesAreStoredFeaturesLast() {
    Layout images = Layout.images(2, 3, 4, 5);
    assertEquals(((1 * 4 + 2) * 5 + 4) * 3 + 1, images.at(1, 1, 2, 4));
    assertEquals(images, Layout.image(3, 4, 5).times(2));
    assertArrayEquals(new int[] {2, 3, 4, 5}, images.extents());
    assertEquals("f32[2, 3, 4, 5]", images.toString());
  }

  @Test
  void aViewIsLiveAndTellsOfWrites() {
    float[] buffer = {0, 3, 4, 0};
    AtomicInteger writes = new AtomicInteger();
    Tensor view = Tensor.of(HostMemory.of(buffer), 1, Layout.of(2), writes::incrementAndGet);
    assertEquals(5, view.norm(), 0);
    buffer[2] = 0;
    assertEquals(3, view.norm(), 0);
    view.set(7f, 1);
    view.set(new float[] {1, 2});
    view.fill(9);
    assertEquals(3, writes.get());
    assertArrayEquals(new float[] {0, 9, 9, 0}, buffer);
  }

  @Test
  void aScalarHasOneElement() {
    Tensor scalar = Tensor.of(new float[] {2}, 0, Layout.of());
    assertEquals(1, scalar.size());
    assertEquals(2, scalar.get());
    assertArrayEquals(new float[] {2}, scalar.toArray());
  }

  @Test
  void wrongIndicesAndSizesAreTold() {
    Tensor tensor = Tensor.of(new float[6], 0, Layout.of(2, 3));
    assertEquals(
        "index [0, 3] lies outside the tensor f32[2, 3]",
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(0, 3)).getMessage());
    assertTrue(
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(1))
            .getMessage()
            .contains("has 1 axes"));
    assertEquals(
        "5 values do not fill the tensor f32[2, 3] of 6 elements",
        assertThrows(IllegalArgumentException.class, () -> tensor.set(new float[5]))
            .getMessage());
    assertThrows(
        IndexOutOfBoundsException.class, () -> Tensor.of(new float[6], 1, Layout.of(2, 3)));
    assertThrows(IllegalArgumentException.class, () -> Layout.of(2, 3).stored(0, 0));
    assertThrows(IllegalArgumentException.class, () -> Layout.of(2, 3).stored(0));
    assertThrows(IllegalArgumentException.class, () -> Layout.of(2, 0));
    assertThrows(IllegalArgumentException.class, () -> Layout.of(1 << 16, 1 << 16));
  }

  @Test
  void anArrayThatIsTooShortIsRefusedBeforeAnythingIsCopied() {
    Layout layout = Layout.of(2, 3);
    float[] untouched = new float[6];
    for (int from : new int[] {-1, 1, 6, Integer.MAX_VALUE}) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> layout.store(new float[] {1, 2, 3, 4, 5, 6}, from, untouched, 0));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> layout.publish(new float[] {1, 2, 3, 4, 5, 6}, 0, untouched, from));
    }
    assertArrayEquals(new float[6], untouched);
    assertEquals(
        "the tensor f32[2, 3] has 6 elements, which do not fit the published array of 5 from 0 on",
        assertThrows(
            IndexOutOfBoundsException.class, () -> layout.store(new float[5], 0, untouched, 0))
            .getMessage());
    assertEquals(
        "there is no axis 2: the tensor f32[2, 3] has 2, from 0 on",
        assertThrows(IndexOutOfBoundsException.class, () -> layout.extent(2)).getMessage());
  }
}
