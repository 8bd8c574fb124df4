package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Division;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import java.util.List;

/** The sum of the parts of a filter gradient, in their order. */
final class PartsLowering {
  private PartsLowering() {}

  static void emit(Step.Total total, MemoryPlan memory, Emitter emitter) {
    Stored.Parts parts = total.parts().getFirst();
    Node node = parts.node();
    int splits = parts.type().extents().getFirst();
    long size = node.type().elements();
    Signature signature = emitter.signature();
    String part = signature.buffer("part", parts.type(), memory.slotOf(parts), false);
    String dw = signature.buffer("dw", node.type(), memory.slotOf(node), true);
    Index at = Index.of(0, term("split", size), term("i", 1));
    Stmt.Update add =
        new Stmt.Update(
            "total", Reduction.SUM, Expr.arg(0),
            List.of(new Operand.Load(new Access(part, at))));
    List<Stmt> body =
        List.of(
            new Stmt.Declare("total", Expr.ZERO, List.of()),
            Stmt.loop("split", splits, List.of(add)),
            new Stmt.Store(
                new Access(dw, Index.of(0, term("i", 1))),
                Expr.arg(0),
                List.of(new Operand.Local("total"))));
    boolean shared = total.division() == Division.ELEMENT;
    emitter.loop(
        new Emitter.Draft(
            "Adds the parts of a filter gradient, in order.",
            "sumParts",
            node.type(),
            List.of("dw = Σ part"),
            false),
        signature,
        shared ? Unit.ELEMENT : Unit.ONCE,
        shared ? body : List.of(Stmt.lanes("i", size, body)));
  }
}
