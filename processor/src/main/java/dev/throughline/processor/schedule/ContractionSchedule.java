package dev.throughline.processor.schedule;

import java.util.List;
import java.util.Optional;

/** The algorithm of a contraction, with everything that it leaves open decided. */
public sealed interface ContractionSchedule
    permits DirectRows, RowGradient, SlidingGradient, PanelProduct, ProductGradient, StackProduct {

  /** Algorithm, tile and block, for the trace. */
  String text();

  /** The tiles that it calls; those for channels in the same steps. */
  List<Tile> tiles(Registers registers);

  /** Floats that each thread needs while it works. */
  int scratchFloats();

  /** Whether the rows of a sample may be computed by several threads, and are enough for that. */
  default boolean dividesRows() {
    return false;
  }

  /** Whether a few samples at a time take no longer than all at once: the weights stay in the cache between them. */
  default boolean servesFewSamples() {
    return true;
  }

  /** The copy of the weights that tiles read; empty where they are read as they are stored. */
  default Optional<WeightPacking> packing() {
    return Optional.empty();
  }
}
