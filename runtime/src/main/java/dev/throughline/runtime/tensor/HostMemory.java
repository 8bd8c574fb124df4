package dev.throughline.runtime.tensor;

import java.util.Objects;

/**
 * A slice of an array, which is not copied.
 *
 * @param floats the array itself
 * @param offset of the first float in it
 * @param size number of floats
 */
public record HostMemory(float[] floats, int offset, int size) implements Memory {
  public HostMemory {
    Objects.checkFromIndexSize(offset, size, floats.length);
  }

  /** All of an array. */
  public static HostMemory of(float[] floats) {
    return new HostMemory(floats, 0, floats.length);
  }

  private int at(int from, int count) {
    return offset + Objects.checkFromIndexSize(from, count, size);
  }

  @Override
  public void read(int from, float[] into, int at, int count) {
    System.arraycopy(floats, at(from, count), into, at, count);
  }

  @Override
  public void write(int from, float[] values, int at, int count) {
    System.arraycopy(values, at, floats, at(from, count), count);
  }

  @Override
  public float[] read(int from, Layout layout) {
    float[] published = new float[layout.size()];
    layout.publish(floats, at(from, layout.size()), published, 0);
    return published;
  }

  @Override
  public void write(int from, Layout layout, float[] published) {
    layout.store(published, 0, floats, at(from, layout.size()));
  }

  @Override
  public float get(int at) {
    return floats[at(at, 1)];
  }

  @Override
  public void set(int at, float value) {
    floats[at(at, 1)] = value;
  }

  @Override
  public double norm(int from, int count) {
    int begin = at(from, count);
    double sum = 0;
    for (int i = begin; i < begin + count; i++) {
      sum += (double) floats[i] * floats[i];
    }
    return Math.sqrt(sum);
  }

  @Override
  public boolean isFinite(int from, int count) {
    int begin = at(from, count);
    for (int i = begin; i < begin + count; i++) {
      if (!Float.isFinite(floats[i])) {
        return false;
      }
    }
    return true;
  }
}
