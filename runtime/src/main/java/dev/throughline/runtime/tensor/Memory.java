package dev.throughline.runtime.tensor;

/**
 * Floats that may be elsewhere, in the memory of a GPU for instance.
 *
 * <p>What is asked in numbers, such as {@link #norm}, is computed where the floats are; only reading and writing
 * moves them. Places are counted in floats from the first. Live: what a pass leaves is read, and what is written is
 * what the next pass sees.
 *
 * @see HostMemory
 */
public interface Memory {
  /** Number of floats. */
  int size();

  /**
   * Copies {@code count} floats out.
   *
   * @throws IndexOutOfBoundsException if either side does not have so many
   */
  void read(int from, float[] into, int at, int count);

  /**
   * Copies {@code count} floats in.
   *
   * @throws IndexOutOfBoundsException if either side does not have so many
   */
  void write(int from, float[] values, int at, int count);

  /** Euclidean norm of {@code count} floats, squares summed in double, one after another. */
  double norm(int from, int count);

  /** Whether {@code count} floats are all numbers: none infinite, none NaN. */
  boolean isFinite(int from, int count);

  /** A copy of a tensor that begins at {@code from}, in published row-major order. */
  default float[] read(int from, Layout layout) {
    float[] published = new float[layout.size()];
    float[] stored = new float[layout.size()];
    read(from, stored, 0, stored.length);
    layout.publish(stored, 0, published, 0);
    return published;
  }

  /** Sets a tensor that begins at {@code from}, given in published row-major order. */
  default void write(int from, Layout layout, float[] published) {
    float[] stored = new float[layout.size()];
    layout.store(published, 0, stored, 0);
    write(from, stored, 0, stored.length);
  }

  /** One float. */
  default float get(int at) {
    float[] one = new float[1];
    read(at, one, 0, 1);
    return one[0];
  }

  /** Sets one float. */
  default void set(int at, float value) {
    write(at, new float[] {value}, 0, 1);
  }

  /** A copy of all floats, as they lie. */
  default float[] toArray() {
    float[] all = new float[size()];
    read(0, all, 0, all.length);
    return all;
  }
}
