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
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.List;

/** The second kernel of a sum over the batch: adds what each sample has summed, in the order of the samples. */
final class Totals {
  private Totals() {}

  /** Adds {@code parts}, which were made of {@code domain}, along its features or to one number each. */
  static void emit(
      TensorType domain, List<Stored.Parts> parts, MemoryPlan memory, Emitter emitter) {
    boolean features =
        ((Primitive.Reduce) parts.getFirst().node().op()).axes() == Axes.FEATURES;
    Signature signature = emitter.signature();
    Place place = Place.of(domain, signature);
    List<Stmt> statements = new ArrayList<>();
    List<Line> formula = new ArrayList<>();
    for (Stored.Parts part : parts) {
      Primitive.Reduce reduce = (Primitive.Reduce) part.node().op();
      boolean max = reduce.reduction() == Reduction.MAX;
      Axes perSample = features ? Axes.SAMPLE_FEATURES : Axes.SAMPLES;
      String partial =
          signature.buffer(
              perSample(part.node()), place.shape(perSample), memory.slotOf(part),
              false);
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
          new Stmt.Store(
              new Access(result, place.at(kept)),
              LoopBody.finished(part.node(), domain, count, total)));
      boolean mean = reduce.reduction() == Reduction.MEAN;
      List<String> counts =
          !mean ? List.of() : features ? List.of("n", "ROWS") : List.of("n", "ROWS", "C");
      formula.add(new Line("%s = %s n  %s".formatted(result, max ? "max" : "Σ", partial), counts));
    }
    emitter.loop(
        new Emitter.Draft(
            "Adds the samples' sums, in the order of the samples.",
            label(parts.getFirst().node()) + "Total",
            List.of("Of" + String.join("And", parts.stream().map(Totals::word).toList())),
            n -> formula.stream().map(line -> line.sum() + n.over(line.counts())).toList()),
        signature,
        Unit.ONCE,
        features ? place.overFeatures(true, statements) : statements);
  }

  /** A sum and what it is divided by. */
  private record Line(String sum, List<String> counts) {}

  /** The name of what each sample has summed. */
  static String perSample(Node node) {
    return label(node) + "PerSample";
  }

  private static String label(Node node) {
    return node.label().isEmpty() ? Signature.reduced((Primitive.Reduce) node.op()) : node.label();
  }

  private static String word(Stored.Parts part) {
    String label = label(part.node());
    return Character.toUpperCase(label.charAt(0)) + label.substring(1);
  }
}
