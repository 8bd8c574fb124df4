package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Stored;
import java.util.List;

/** The sum of the parts of a filter gradient, in their order. */
final class PartsLowering {
  private PartsLowering() {}

  static void emit(Stored.Parts parts, MemoryPlan memory, Emitter emitter) {
    Node node = parts.node();
    Signature signature = emitter.signature();
    Int size = signature.extent("ELEMENTS", node.type().elements());
    Int count = signature.extent("SPLITS", parts.type().extents().getFirst());
    String part = signature.buffer("part", Shape.fixed(count, size), memory.slotOf(parts), false);
    String dw = signature.buffer("dw", Shape.fixed(size), memory.slotOf(node), true);
    Int at = Int.variable("split").times(size).plus(Int.variable("i"));
    List<Stmt> body =
        List.of(
            new Stmt.Declare("total", Value.ZERO),
            Stmt.loop("split", count, List.of(Stmt.add("total", Value.load(part, at)))),
            Stmt.store(dw, Int.variable("i"), Value.local("total")));
    emitter.elements(
        new Emitter.Draft(
            "Adds the parts of a filter gradient, in order.", "sumParts",
            "dw[i] = Σ split  part[split,i]"),
        signature,
        size,
        body);
  }
}
