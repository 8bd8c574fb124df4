package dev.throughline.runtime.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.tensor.Philox.Purpose;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhiloxTest {

  /** The vectors of Random123's {@code kat_vectors}, philox4x32 with 10 rounds. */
  @Test
  void agreesWithTheKnownAnswers() {
    assertArrayEquals(
        new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0, 0));
    assertArrayEquals(
        new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(-1, -1, -1));
    assertArrayEquals(
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
        block(0x299f31d0_a4093822L, 0x03707344_13198a2eL, 0x85a308d3_243f6a88L));
  }

  private static int[] block(long key, long high, long low) {
    int[] out = new int[4];
    Philox.block(key, high, low, out);
    return out;
  }

  @Test
  void aReaderReadsTheBlocksInOrder() {
    Philox random = new Philox(5, 9);
    for (int b = 0; b < 3; b++) {
      for (int word : block(5, 9, b)) {
        assertEquals(word, random.nextInt());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10, 1000})
  void boundedIntegersAreUniform(int bound) {
    Philox random = new Philox(1, bound);
    int draws = 1000 * Math.min(bound, 100);
    int[] counts = new int[bound];
    for (int i = 0; i < draws; i++) {
      counts[random.nextInt(bound)]++;
    }
    double expected = (double) draws / bound;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    // Mean bound - 1, deviation about √(2 bound): five deviations.
    assertTrue(chiSquare <= bound - 1 + 5 * Math.sqrt(2.0 * bound), "chi-square " + chiSquare);
  }

  @Test
  void hugeBoundsAreReachedWithoutBias() {
    // 3/4 of the range of 32 bits: a plain modulo would favour the lower third two to one.
    int bound = 0x60000000;
    Philox random = new Philox(2, 0);
    int lowerThird = 0;
    for (int i = 0; i < 30_000; i++) {
      int value = random.nextInt(bound);
      assertTrue(value >= 0 && value < bound);
      lowerThird += value < bound / 3 ? 1 : 0;
    }
    assertEquals(10_000, lowerThird, 500);
  }

  @Test
  void unitFloatsCoverTheHalfOpenInterval() {
    assertEquals(0f, Philox.unit(0));
    assertEquals(0f, Philox.unit(255));
    assertEquals(0.5f, Philox.unit(0x80000000));
    assertEquals(1 - 0x1p-24f, Philox.unit(-1));
  }

  @Test
  void purposesAndStepsDoNotShareStreams() {
    Set<Long> streams = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      for (long detail : new long[] {0, 1, 0x00FF_FFFF_FFFF_FFFFL}) {
        assertTrue(streams.add(Philox.stream(purpose, detail)));
      }
    }
    assertNotEquals(Philox.derive(0, 0), Philox.derive(0, 1));
    assertNotEquals(Philox.derive(0, 1), Philox.derive(1, 0));
  }
}
