package dev.throughline.processor.memory;

import dev.throughline.processor.fusion.Layout;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.schedule.Stored;
import java.util.Locale;

/**
 * Where a value lies.
 *
 * @param value what it is; of a view its own node, not the one that holds it
 * @param offset in floats; of one sample in {@link Region#ACTIVATIONS}, where the address is {@code offset ·
 *     batch capacity}
 * @param size in floats, of one sample likewise
 * @param start floats behind that address, whatever the batch
 * @param pitch floats from one row to the next; 0 if all rows lie together
 */
public record Slot(
    Stored value, Region region, long offset, long size, long start, long pitch) {
  /** All of what lies together. */
  public Slot(Stored value, Region region, long offset, long size) {
    this(value, region, offset, size, 0, 0);
  }

  /** Whether {@code other} is the same memory, whatever lies there. */
  public boolean isPlaceOf(Slot other) {
    return region == other.region
        && offset == other.offset
        && size == other.size
        && start == other.start
        && pitch == other.pitch;
  }

  /** The same memory, for another value. */
  Slot holding(Stored other) {
    return new Slot(other, region, offset, size, start, pitch);
  }

  /** {@code node}'s value, which lies as {@code layout} says in what this holds. */
  Slot part(Node node, Layout layout) {
    long pitch =
        layout.isDense(node.type())
            ? 0
            : layout.pitch(node.type(), 1)
                .or(() -> layout.interleaved(node.type()))
                .orElseThrow(() -> new IllegalStateException(node + " lies in no rows"));
    boolean grows = region == Region.ACTIVATIONS;
    return new Slot(
        Stored.of(node),
        region,
        grows ? offset : offset + layout.start(),
        node.type().elements(),
        grows ? layout.start() : 0,
        pitch);
  }

  /** {@code %12 in ACTIVATIONS 512 + 256}. */
  @Override
  public String toString() {
    String rows = pitch == 0 ? "" : ", rows " + pitch + " apart from " + start;
    return String.format(Locale.ROOT, "%s in %s %d + %d%s", value, region, offset, size, rows);
  }
}
