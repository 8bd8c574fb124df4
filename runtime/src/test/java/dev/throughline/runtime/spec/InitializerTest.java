package dev.throughline.runtime.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitializerTest {
  private static final int COUNT = 40_000;

  private static float[] draw(Initializer how, long seed, int index) {
    float[] values = new float[COUNT];
    how.draw(seed, index, 0, COUNT, values);
    return values;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }

  private static void isNormal(Initializer how, double deviation) {
    float[] values = draw(how, 3, 0);
    assertEquals(0, mean(values), 0.02 * deviation);
    assertEquals(deviation, deviation(values), 0.02 * deviation);
    long within = 0;
    for (float value : values) {
      assertTrue(Float.isFinite(value));
      within += Math.abs(value) < deviation ? 1 : 0;
    }
    assertEquals(0.6827, (double) within / COUNT, 0.01);
  }

  private static void isUniform(Initializer how, double bound) {
    float[] values = draw(how, 3, 0);
    assertEquals(0, mean(values), 0.02 * bound);
    assertEquals(bound / Math.sqrt(3), deviation(values), 0.02 * bound);
    for (float value : values) {
      assertTrue(Math.abs(value) <= bound);
    }
  }

  @Test
  void normalInitialisersHaveTheirDeviation() {
    isNormal(new Initializer.HeNormal(128, Math.sqrt(2)), 0.125);
    isNormal(new Initializer.XavierNormal(100, 28), 0.125);
  }

  @Test
  void uniformInitialisersHaveTheirBound() {
    isUniform(new Initializer.XavierUniform(10, 14), 0.5);
    isUniform(new Initializer.PyTorchDefault(16), 0.25);
  }

  @Test
  void constantsAreConstant() {
    float[] ones = new float[COUNT];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, draw(new Initializer.Constant(1), 3, 0));
  }

  @Test
  void anyPartOfAParameterCanBeDrawnAlone() {
    for (Initializer how : new Initializer[] {new Initializer.HeNormal(9, 1),
      new Initializer.PyTorchDefault(9)}) {
      float[] whole = draw(how, 7, 4);
      float[] parts = new float[COUNT];
      for (int from = 0; from < COUNT; from += 37) {
        how.draw(7, 4, from, Math.min(COUNT, from + 37), parts);
      }
      assertArrayEquals(whole, parts);
    }
  }

  @Test
  void seedsAndParametersDiffer() {
    Initializer how = new Initializer.HeNormal(9, 1);
    assertFalse(Arrays.equals(draw(how, 1, 0), draw(how, 2, 0)));
    assertFalse(Arrays.equals(draw(how, 1, 0), draw(how, 1, 1)));
  }
}
