package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.ContractionSchedule;
import dev.throughline.processor.schedule.Registers;
import java.util.function.Consumer;

/** The loop over the channels of a panel around the calls of tiles, as many at a time as a tile holds vectors. */
final class TileLoops {
  /** A constant of the class of vector kernels. */
  static final String FEW_REGISTERS = "FEW_REGISTERS";

  private TileLoops() {}

  /**
   * Prints {@code tiles} inside that loop, once for each number of registers if they differ; plain loops have tiles that
   * compute whole panels.
   *
   * @param width channels of a panel
   */
  static void print(
      SourceText text, JavaDialect dialect, ContractionSchedule schedule, int width,
      Consumer<Registers> tiles) {
    if (dialect == JavaDialect.SCALAR) {
      tiles.accept(Registers.MANY);
    } else if (schedule.tiles(Registers.FEW).equals(schedule.tiles(Registers.MANY))) {
      lanes(text, schedule, width, Registers.MANY, tiles);
    } else {
      text.open("if (%s) {", FEW_REGISTERS);
      lanes(text, schedule, width, Registers.FEW, tiles);
      text.otherwise();
      lanes(text, schedule, width, Registers.MANY, tiles);
      text.close();
    }
  }

  private static void lanes(
      SourceText text, ContractionSchedule schedule, int width, Registers registers,
      Consumer<Registers> tiles) {
    int vectors = schedule.tiles(registers).getFirst().vectors();
    text.open("for (int k = 0; k < %d; k += %s) {", width,
        vectors == 1 ? "LANES" : vectors + " * LANES");
    tiles.accept(registers);
    text.close();
  }
}
