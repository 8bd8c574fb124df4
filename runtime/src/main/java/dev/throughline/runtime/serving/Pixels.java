package dev.throughline.runtime.serving;

import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.spec.NetworkSpec;
import java.util.List;

/** Images in bytes, as the images of training were shown to a network. */
record Pixels(NetworkSpec spec, Normalization normalization) {

  /**
   * Checks that they fit each other.
   *
   * @throws DataException if the normalisation is of images of another size
   */
  Pixels {
    images(spec, new byte[spec.input().size()]).normalize(normalization);
  }

  /** One image of bytes, stored {@code [h][w][c]}, normalised. */
  float[] apply(byte[] image) {
    return images(spec, image).normalize(normalization).image(0);
  }

  private static Dataset images(NetworkSpec spec, byte[] image) {
    // A picture to predict has no label; none is looked at.
    return Dataset.of(
        spec.channels(),
        spec.height(),
        spec.width(),
        List.of(image),
        new int[1],
        List.of("unknown"));
  }
}
