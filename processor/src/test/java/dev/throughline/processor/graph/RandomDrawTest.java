package dev.throughline.processor.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.kernel.RandomMask;
import org.junit.jupiter.api.Test;

class RandomDrawTest {

  /** The known answers that Random123 publishes in {@code kat_vectors} for philox4x32 10. */
  @Test
  void blocksAreTheKnownAnswers() {
    assertArrayEquals(
        new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
        RandomDraw.block(0, 0, 0, 0, 0, 0));
    assertArrayEquals(
        new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
        RandomDraw.block(-1, -1, -1, -1, -1, -1));
    assertArrayEquals(
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
        RandomDraw.block(
            0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
  }

  @Test
  void fourNeighboursShareABlock() {
    long seed = 0x299f31d0a4093822L;
    long four = 0x05a308d3243f6a88L;
    int[] words =
        RandomDraw.block(
            0xa4093822, 0x299f31d0, 0x243f6a88, 0x05a308d3, 0x13198a2e, 0x03707344);
    for (int word = 0; word < 4; word++) {
      float draw = RandomDraw.uniform(seed, 0x13198a2e, 0x03707344, 4 * four + word);
      assertEquals((words[word] >>> 8) / 16777216f, draw);
    }
  }

  /** A pass has a seed of its own, and its kernels count no steps. */
  @Test
  void generatedKernelsDrawTheSame() {
    long seed = 0x123456789abcdef0L;
    for (int stream = 0; stream < 3; stream++) {
      for (long element : new long[] {0, 1, 31, 1L << 31, 1L << 34 | 5, -1}) {
        float drawn = RandomMask.uniform(seed, stream, element);
        assertEquals(RandomDraw.uniform(seed, stream, 0, element), drawn);
      }
    }
  }

  @Test
  void drawsAreUniformAndDifferByEveryCoordinate() {
    double sum = 0;
    double squares = 0;
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      float draw = RandomDraw.uniform(1, 2, 3, i);
      assertTrue(draw >= 0 && draw < 1);
      sum += draw;
      squares += draw * draw;
    }
    assertEquals(0.5, sum / count, 0.005);
    assertEquals(1.0 / 3, squares / count, 0.005);
    float draw = RandomDraw.uniform(1, 2, 3, 4);
    assertNotEquals(draw, RandomDraw.uniform(2, 2, 3, 4));
    assertNotEquals(draw, RandomDraw.uniform(1L << 32 | 1, 2, 3, 4));
    assertNotEquals(draw, RandomDraw.uniform(1, 3, 3, 4));
    assertNotEquals(draw, RandomDraw.uniform(1, 2, 4, 4));
    assertNotEquals(draw, RandomDraw.uniform(1, 2, 3, 5));
    assertNotEquals(draw, RandomDraw.uniform(1, 2, 3, 1L << 34 | 4));
  }
}
