package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.List;

/** The second kernel of a sum over the batch: adds what each sample has summed, in the order of the samples. */
final class Totals {
  private Totals() {}

  /** The partial sums of {@code node}, one row a sample. */
  record Part(Node node, Slot slot) {}

  /** Adds {@code parts}, which were made of {@code domain}, along its features or to one number each. */
  static void emit(
      TensorType domain, boolean features, List<Part> parts, MemoryPlan memory, Emitter emitter) {
    Signature signature = emitter.signature();
    Place place = Place.of(domain, signature);
    List<Stmt> statements = new ArrayList<>();
    List<String> formula = new ArrayList<>();
    for (Part part : parts) {
      Primitive.Reduce reduce = (Primitive.Reduce) part.node().op();
      boolean max = reduce.reduction() == Reduction.MAX;
      Axes perSample = features ? Axes.SAMPLE_FEATURES : Axes.SAMPLES;
      String partial =
          signature.buffer(
              label(part.node()) + "PerSample", place.shape(perSample), part.slot(), false);
      String total = signature.unique("total");
      statements.add(
          new Stmt.Declare(
              total, max ? Value.constant(Double.NEGATIVE_INFINITY) : Value.ZERO));
      statements.add(
          Stmt.overBatch(
              "n",
              List.of(
                  new Stmt.Update(
                      total,
                      max ? Reduction.MAX : Reduction.SUM,
                      Value.load(partial, place.at(perSample))))));
      Axes kept = features ? Axes.FEATURES : Axes.NONE;
      String result =
          signature.write(part.node(), place.shape(kept), memory.slotOf(part.node()));
      Int count = features ? place.rows() : place.rows().times(place.features());
      statements.add(
          LoopBody.finished(
              part.node(), domain, count, total, new Access(result, place.at(kept))));
      formula.add(result + (max ? " = max " : " = Σn ") + partial);
    }
    emitter.loop(
        new Emitter.Draft(
            "Adds the samples' sums, in the order of the samples.",
            label(parts.getFirst().node()) + "Total",
            List.of("Of" + String.join("And", parts.stream().map(Totals::word).toList())),
            formula),
        signature,
        Unit.ONCE,
        features ? place.overFeatures(true, statements) : statements);
  }

  private static String label(Node node) {
    boolean mean = ((Primitive.Reduce) node.op()).reduction() == Reduction.MEAN;
    return !node.label().isEmpty() ? node.label() : mean ? "mean" : "sum";
  }

  private static String word(Part part) {
    String label = label(part.node());
    return Character.toUpperCase(label.charAt(0)) + label.substring(1);
  }
}
