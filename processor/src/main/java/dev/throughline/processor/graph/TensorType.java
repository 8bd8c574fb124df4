package dev.throughline.processor.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The type of a value: single precision, static extents, features last.
 *
 * <p>The batch is the one symbolic extent. It comes first where there is one and is not among {@code
 * extents}: an image batch is {@code batched} with extents {@code [h, w, c]}, logits are {@code
 * batched} with {@code [classes]}, a scalar has no extents at all.
 *
 * @param limit of an index, such as a token or a label, the number it is below; 0 of an ordinary number.
 *     Indices are whole numbers held in single precision, exact up to 2^24
 */
public record TensorType(boolean batched, List<Integer> extents, int limit) {
  public TensorType {
    extents = List.copyOf(extents);
  }

  /** Ordinary numbers. */
  public TensorType(boolean batched, List<Integer> extents) {
    this(batched, extents, 0);
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

  /** Indices below {@code limit}: {@code extents} of each sample. */
  public static TensorType indices(int limit, Integer... extents) {
    return new TensorType(true, List.of(extents), limit);
  }

  public static TensorType image(int channels, int height, int width) {
    return batch(height, width, channels);
  }

  public boolean isIndices() {
    return limit > 0;
  }

  /** The same extents, of ordinary numbers. */
  public TensorType numbers() {
    return limit == 0 ? this : new TensorType(batched, extents);
  }

  /** The same positions with that many features each; of ordinary numbers. */
  public TensorType withFeatures(int features) {
    List<Integer> changed = new ArrayList<>(extents);
    changed.set(changed.size() - 1, features);
    return new TensorType(batched, changed);
  }

  /** Whether there is a vector of features for each position of a sample, one after the other. */
  public boolean isSequence() {
    return batched && extents.size() == 2 && !isIndices();
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
      case ELEMENTS -> new TensorType(false, extents);
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
    String name = isIndices() ? "index(" + limit + ")" : "f32";
    if (!batched) {
      return name + "[" + inner + "]";
    }
    return name + (inner.isEmpty() ? "[n]" : "[n, " + inner + "]");
  }
}
