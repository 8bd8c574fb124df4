package dev.throughline.processor.schedule;

import dev.throughline.processor.graph.Window;
import dev.throughline.processor.schedule.Contraction.BatchMatMul;
import dev.throughline.processor.schedule.Contraction.ConvFilterGradient;
import dev.throughline.processor.schedule.Contraction.ConvForward;
import dev.throughline.processor.schedule.Contraction.ConvInputGradient;
import dev.throughline.processor.schedule.Contraction.MatMul;
import dev.throughline.processor.schedule.Contraction.MatMulFilterGradient;
import dev.throughline.processor.schedule.Contraction.MatMulInputGradient;

/** Chooses the algorithm of each contraction. */
public final class ContractionScheduling {
  private ContractionScheduling() {}

  /**
   * The schedule of {@code contraction}.
   *
   * @param epilogue whether finished sums are worked on before they are stored
   * @param source how the first factor lies
   */
  public static ContractionSchedule of(
      Contraction contraction, boolean epilogue, Source source) {
    boolean apart = source == Source.APART;
    Contraction simplest = contraction.simplest();
    if (source == Source.FETCHED && !simplest.isProduct()) {
      throw new IllegalArgumentException("reads a tensor only: " + contraction);
    }
    return switch (simplest) {
      case ConvForward(Window v) -> DirectRows.forward(v, epilogue, apart);
      case ConvInputGradient(Window v) -> DirectRows.inputGradient(v, epilogue, apart);
      case ConvFilterGradient(Window v) ->
          SlidingGradient.suits(v) ? SlidingGradient.of(v) : RowGradient.of(v, apart);
      case MatMul(int rows, int c, int k) -> PanelProduct.forward(rows, c, k, epilogue, source);
      case MatMulInputGradient(int rows, int c, int k) ->
          PanelProduct.inputGradient(rows, c, k, epilogue, source);
      case MatMulFilterGradient(int rows, int c, int k) -> ProductGradient.of(rows, c, k, source);
      case BatchMatMul product -> StackProduct.of(product, epilogue);
    };
  }
}
