package dev.throughline.runtime.tensor;

import java.util.Objects;

/**
 * Rows of {@code width} floats that lie {@code pitch} floats apart, as if they followed each other: the features of one
 * value where those of others lie between them.
 *
 * @param whole what the rows lie in, the first at its beginning
 */
public record RowMemory(Memory whole, int width, int pitch) implements Memory {
  public RowMemory {
    if (width < 1 || pitch < width) {
      throw new IllegalArgumentException(
          "rows of %s floats cannot lie %s apart".formatted(width, pitch));
    }
  }

  @Override
  public int size() {
    int rows = whole.size() / pitch;
    return rows * width + Math.min(width, whole.size() - rows * pitch);
  }

  private interface Run {
    void take(int at, int done, int count);
  }

  /** Each run of floats that lies together. */
  private void runs(int from, int count, Run run) {
    Objects.checkFromIndexSize(from, count, size());
    for (int done = 0; done < count;) {
      int column = (from + done) % width;
      int length = Math.min(width - column, count - done);
      run.take((from + done) / width * pitch + column, done, length);
      done += length;
    }
  }

  @Override
  public void read(int from, float[] into, int at, int count) {
    runs(from, count, (where, done, length) -> whole.read(where, into, at + done, length));
  }

  @Override
  public void write(int from, float[] values, int at, int count) {
    runs(from, count, (where, done, length) -> whole.write(where, values, at + done, length));
  }

  @Override
  public double norm(int from, int count) {
    return HostMemory.of(copy(from, count)).norm(0, count);
  }

  @Override
  public boolean isFinite(int from, int count) {
    return HostMemory.of(copy(from, count)).isFinite(0, count);
  }

  private float[] copy(int from, int count) {
    float[] floats = new float[count];
    read(from, floats, 0, count);
    return floats;
  }
}
