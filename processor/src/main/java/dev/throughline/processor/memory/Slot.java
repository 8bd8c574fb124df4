package dev.throughline.processor.memory;

import dev.throughline.processor.schedule.Stored;
import java.util.Locale;

/**
 * Where a value lies.
 *
 * @param value what it is; of a view its own node, not the one that holds it
 * @param offset in floats; of one sample in {@link Region#ACTIVATIONS}, where the address is {@code offset ·
 *     batch capacity}
 * @param size in floats, of one sample likewise
 */
public record Slot(Stored value, Region region, long offset, long size) {
  /** Whether {@code other} is the same memory, whatever lies there. */
  public boolean isPlaceOf(Slot other) {
    return region == other.region && offset == other.offset && size == other.size;
  }

  /** The same memory, for another value. */
  Slot holding(Stored other) {
    return new Slot(other, region, offset, size);
  }

  /** {@code %12 in ACTIVATIONS 512 + 256}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s in %s %d + %d", value, region, offset, size);
  }
}
