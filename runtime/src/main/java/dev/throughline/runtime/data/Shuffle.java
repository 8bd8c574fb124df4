package dev.throughline.runtime.data;

import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Philox.Purpose;
import java.util.stream.IntStream;

/** The order of an epoch: a pure function of seed and epoch. */
public final class Shuffle {
  private Shuffle() {}

  /** A permutation of 0 to {@code size}, each as likely as any other (Fisher and Yates). */
  public static int[] order(int size, long seed, int epoch) {
    int[] order = IntStream.range(0, size).toArray();
    Philox random = new Philox(seed, Philox.stream(Purpose.SHUFFLING, epoch));
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
