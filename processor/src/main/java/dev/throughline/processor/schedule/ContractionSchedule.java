package dev.throughline.processor.schedule;

import java.util.List;
import java.util.Optional;

/** The algorithm of a contraction, with everything that it leaves open decided. */
public sealed interface ContractionSchedule
    permits DirectRows, RowGradient, SlidingGradient, PanelProduct, ProductGradient, StackProduct {

  /** The tiles that it calls. */
  List<Tile> tiles();

  /** Floats that each thread needs while it works. */
  int scratchFloats();

  /** The copy of the weights that tiles read; empty where they are read as they are stored. */
  default Optional<WeightPacking> packing() {
    return Optional.empty();
  }
}
