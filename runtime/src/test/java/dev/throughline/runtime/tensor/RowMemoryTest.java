package dev.throughline.runtime.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Rows with others between them, seen as if they followed each other. */
class RowMemoryTest {
  private final float[] floats = {1, 2, -1, -2, 3, 4, -3, -4, 5, 6};
  private final Memory rows = new RowMemory(HostMemory.of(floats), 2, 4);

  @Test
  void onlyRowsAreSeen() {
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, rows.toArray());
    assertEquals(4, rows.get(3));
    float[] middle = new float[4];
    rows.read(1, middle, 1, 3);
    assertArrayEquals(new float[] {0, 2, 3, 4}, middle);
  }

  @Test
  void whatLiesBetweenRowsIsNotWritten() {
    rows.write(1, new float[] {0, 7, 8, 9}, 1, 3);
    assertArrayEquals(new float[] {1, 7, -1, -2, 8, 9, -3, -4, 5, 6}, floats);
  }

  @Test
  void normsAndChecksAreOfTheRowsAlone() {
    floats[2] = Float.NaN;
    assertEquals(Math.sqrt(1 + 4 + 9 + 16 + 25 + 36), rows.norm(0, 6));
    assertTrue(rows.isFinite(0, 6));
    floats[4] = Float.POSITIVE_INFINITY;
    assertFalse(rows.isFinite(0, 6));
    assertTrue(rows.isFinite(3, 3));
  }

  @Test
  void aTensorLiesInThem() {
    Tensor tensor = Tensor.of(rows, 2, Layout.of(2, 2));
    assertArrayEquals(new float[] {3, 4, 5, 6}, tensor.toArray());
    tensor.set(8, 1, 0);
    assertEquals(8, floats[8]);
  }

  @Test
  void rowsCannotLieOverOneAnother() {
    Memory whole = HostMemory.of(floats);
    assertThrows(IllegalArgumentException.class, () -> new RowMemory(whole, 3, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> rows.read(4, new float[9], 0, 3));
  }
}
