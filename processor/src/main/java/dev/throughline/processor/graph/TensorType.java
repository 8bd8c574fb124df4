package dev.throughline.processor.graph;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a value: single precision, static extents, features last.
 *
 * <p>The batch is the one symbolic extent. It comes first where there is one and is not among {@code
 * extents}: an image batch is {@code batched} with extents {@code [h, w, c]}, logits are {@code
 * batched} with {@code [classes]}, a scalar has no extents at all. Labels are whole numbers held in
 * single precision, exact up to 2^24.
 */
public record TensorType(boolean batched, List<Integer> extents) {
  public TensorType {
    extents = List.copyOf(extents);
  }

  public static final TensorType SCALAR = fixed();

  /** One value per sample. */
  public static final TensorType PER_SAMPLE = batch();

  /** {@code f32[n, extents…]}. */
  public static TensorType batch(Integer... extents) {
    return new TensorType(true, List.of(extents));
  }

  /** {@code f32[extents…]}, the same whatever the batch. */
  public static TensorType fixed(Integer... extents) {
    return new TensorType(false, List.of(extents));
  }

  public static TensorType image(int channels, int height, int width) {
    return batch(height, width, channels);
  }

  /** Number of elements, of one sample if batched. */
  public long elements() {
    return extents.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** The innermost extent: channels of an image, units of a vector. 1 if there is none. */
  public int features() {
    return extents.isEmpty() ? 1 : extents.getLast();
  }

  /** Elements per feature, of one sample if batched: the pixels of an image. */
  public long positions() {
    return elements() / features();
  }

  public boolean isImage() {
    return batched && extents.size() == 3;
  }

  public int channels() {
    return features();
  }

  public int height() {
    return extents.get(0);
  }

  public int width() {
    return extents.get(1);
  }

  /** What is left of this type along {@code axes}. */
  public TensorType along(Axes axes) {
    return switch (axes) {
      case NONE -> SCALAR;
      case FEATURES -> fixed(features());
      case SAMPLES -> PER_SAMPLE;
      case SAMPLE_FEATURES -> new TensorType(batched, List.of(features()));
      case ROWS ->
          new TensorType(batched, extents.subList(0, Math.max(0, extents.size() - 1)));
    };
  }

  /** As the field writes it, channels first: {@code f32[n, 16, 32, 32]}. */
  @Override
  public String toString() {
    List<Integer> shown =
        isImage() ? List.of(extents.get(2), extents.get(0), extents.get(1)) : extents;
    String inner = shown.stream().map(String::valueOf).collect(Collectors.joining(", "));
    if (!batched) {
      return "f32[" + inner + "]";
    }
    return inner.isEmpty() ? "f32[n]" : "f32[n, " + inner + "]";
  }
}
