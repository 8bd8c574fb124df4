package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.List;

/** The second kernel of a sum over the batch: adds what each sample has summed, in the order of the samples. */
final class Totals {
  private Totals() {}

  static void emit(
      TensorType domain, List<Stored.Parts> parts, MemoryPlan memory, Emitter emitter) {
    int width = Math.toIntExact(parts.getFirst().type().elements());
    Signature signature = emitter.signature();
    List<Stmt> statements = new ArrayList<>();
    List<String> formula = new ArrayList<>();
    for (Stored.Parts part : parts) {
      Primitive.Reduce reduce = (Primitive.Reduce) part.node().op();
      boolean max = reduce.reduction() == Reduction.MAX;
      String partial =
          signature.buffer(label(part.node()) + "PerSample", part.type(), memory.slotOf(part),
              false);
      String total = signature.unique("total");
      Index at = Index.of(0, term("n", width));
      Index feature = Index.of(0);
      if (width > 1) {
        at = at.plus("c", 1);
        feature = feature.plus("c", 1);
      }
      statements.add(
          new Stmt.Declare(
              total, max ? new Expr.Const(Float.NEGATIVE_INFINITY) : Expr.ZERO, List.of()));
      statements.add(
          Stmt.overBatch(
              "n",
              List.of(
                  new Stmt.Update(
                      total,
                      max ? Reduction.MAX : Reduction.SUM,
                      Expr.arg(0),
                      List.of(new Operand.Load(new Access(partial, at)))))));
      String result = signature.write(part.node(), memory.slotOf(part.node()));
      statements.add(
          LoopBody.finished(
              part.node(), domain, new Operand.Local(total), new Access(result, feature)));
      formula.add(result + (max ? " = max " : " = Σn ") + partial);
    }
    List<Stmt> nest = width > 1 ? List.of(Stmt.lanes("c", width, statements)) : statements;
    TensorType rows = width > 1 ? TensorType.batch(width) : TensorType.PER_SAMPLE;
    emitter.loop(
        new Emitter.Draft(
            "Adds the samples' sums, in the order of the samples.",
            label(parts.getFirst().node()) + "Total",
            rows,
            formula,
            false),
        signature,
        Unit.ONCE,
        nest);
  }

  private static String label(Node node) {
    return node.label().isEmpty() ? "sum" : node.label();
  }
}
