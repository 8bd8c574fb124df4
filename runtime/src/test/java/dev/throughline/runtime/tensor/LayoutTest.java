package dev.throughline.runtime.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutTest {
  static Stream<Layout> layouts() {
    return Stream.of(
        Layout.of(),
        Layout.of(100),
        Layout.of(3, 70),
        Layout.linear(33, 65),
        Layout.linear(1, 40),
        Layout.filters(70, 5, 3, 2),
        Layout.filters(2, 1, 1, 33),
        Layout.image(3, 34, 35),
        Layout.images(2, 37, 3, 4),
        Layout.of(3, 4, 33, 2).stored(3, 0, 2, 1),
        Layout.of(34, 2, 3).stored(0, 2, 1),
        Layout.of(34, 2, 3).stored(1, 0, 2));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyElementIsStoredAtItsPlace(Layout layout) {
    float[] published = new float[layout.size() + 3];
    for (int i = 0; i < layout.size(); i++) {
      published[2 + i] = i;
    }
    float[] stored = new float[layout.size() + 5];
    Arrays.fill(stored, -1);
    layout.store(published, 2, stored, 4);
    int[] index = new int[layout.rank()];
    for (int flat = 0; flat < layout.size(); flat++) {
      int rest = flat;
      for (int axis = layout.rank() - 1; axis >= 0; axis--) {
        index[axis] = rest % layout.extent(axis);
        rest /= layout.extent(axis);
      }
      assertEquals(flat, stored[4 + layout.at(index)],
          () -> List.of(layout) + Arrays.toString(index));
    }
    assertEquals(-1, stored[3]);
    assertEquals(-1, stored[4 + layout.size()]);
    float[] back = new float[published.length];
    layout.publish(stored, 4, back, 2);
    assertArrayEquals(published, back);
  }
}
