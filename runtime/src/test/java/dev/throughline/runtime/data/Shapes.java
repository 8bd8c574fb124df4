package dev.throughline.runtime.data;

import dev.throughline.runtime.tensor.Philox;
import java.util.ArrayList;
import java.util.List;

/** A small data set that can be learnt: each class is bright in other pixels, under noise. */
public final class Shapes {
  private Shapes() {}

  /** Grey images of 4×4 in 3 classes. */
  public static Dataset of(int count, long seed) {
    Philox random = new Philox(seed, 0);
    List<byte[]> pixels = new ArrayList<>();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(3);
      byte[] image = new byte[16];
      for (int p = 0; p < image.length; p++) {
        int signal = p % 3 == labels[i] ? 90 : 0;
        image[p] = (byte) (signal + random.nextInt(130));
      }
      pixels.add(image);
    }
    return Dataset.of(1, 4, 4, pixels, labels, List.of("zero", "one", "two"));
  }
}
