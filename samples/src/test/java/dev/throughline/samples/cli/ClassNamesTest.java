package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Labels follow the names of classes. */
final class ClassNamesTest {
  private static final ClassNames TRAINED = new ClassNames(List.of("cat", "dog", "mouse"));

  private static Dataset images(String... names) {
    return Dataset.of(
        1, 1, 1, List.of(new byte[] {10}, new byte[] {20}, new byte[] {30}), new int[] {0, 1, 2},
        List.of(names));
  }

  @Test
  void theSameNamesInTheSameOrderChangeNothing() {
    Dataset images = images("cat", "dog", "mouse");
    assertSame(images, TRAINED.label(images));
    assertFalse(TRAINED.isNumbered(images));
  }

  @Test
  void theSameNamesInAnotherOrderAreFollowed() {
    Dataset labelled = TRAINED.label(images("mouse", "cat", "dog"));
    assertEquals(List.of(2, 0, 1),
        List.of(labelled.label(0), labelled.label(1), labelled.label(2)));
    assertEquals(TRAINED.trained(), labelled.classNames());
    assertArrayEquals(new float[] {20 / 255f}, labelled.image(1));
  }

  @Test
  void otherNamesAreRefusedByName() {
    for (Dataset images : List.of(images("cat", "dog", "horse"), images("Cat", "dog", "mouse"),
        images("dog", "dog ", "cat"))) {
      BadInput refused = assertThrows(BadInput.class, () -> TRAINED.label(images));
      assertTrue(String.valueOf(refused.getMessage()).contains(" in place of `"),
          refused::getMessage);
    }
  }

  @Test
  void numbersAreNoNames() {
    Dataset numbered = images("0", "1", "2");
    assertSame(numbered, TRAINED.label(numbered));
    assertTrue(TRAINED.isNumbered(numbered));
    assertTrue(new ClassNames(List.of("0", "1", "2")).isNumbered(images("cat", "dog", "mouse")));
  }
}
