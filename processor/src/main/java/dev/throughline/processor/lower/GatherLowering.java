package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a table, and the gradient of the table, lanes over the features.
 *
 * <p>The gradient is one task: every sample may add to any row, and the order of a row's sums must not
 * depend on how samples were shared out.
 */
final class GatherLowering {
  private static final String ROW = "index";

  private final Node node;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;
  private final boolean batched;
  private final Int positions;
  private final Int features;
  private final Int rows;
  private final Int sample;

  GatherLowering(Node node, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
    this.batched = node.input(0).type().batched();
    this.positions = signature.extent("POSITIONS", node.input(0).type().elements());
    this.features = signature.extent("C", node.type().features());
    this.rows = signature.extent("ROWS", node.input(0).type().limit());
    this.sample = batched ? Int.variable("n").times(positions) : Int.ZERO;
  }

  void forward() {
    String i = indices();
    Node weights = node.input(1);
    String table =
        signature.buffer("table", Shape.fixed(rows, features), memory.slotOf(weights), false);
    String y = signature.buffer("y", chosen(), memory.slotOf(node), true);
    Stmt copy = Stmt.store(y, inChosen(), Value.load(table, inTable()));
    emitter.loop(
        new Emitter.Draft(
            "Rows of a table.",
            "gather",
            batched
                ? "%s[n,row,c] = %s[%s[n,row], c]".formatted(y, table, i)
                : "%s[row,c] = %s[%s[row], c]".formatted(y, table, i)),
        signature,
        batched ? Unit.SAMPLE : Unit.ONCE,
        overPositions(i, Stmt.lanes("c", features, List.of(copy))));
  }

  void gradient() {
    String i = indices();
    Node gradient = node.input(1);
    String dy = signature.buffer("dy", chosen(), memory.slotOf(gradient), false);
    String table =
        signature.buffer("dtable", Shape.fixed(rows, features), memory.slotOf(node), true);
    Stmt clear =
        Stmt.lanes(
            "i",
            rows.times(features),
            List.of(Stmt.store(table, Int.variable("i"), Value.ZERO)));
    Value share = Value.load(dy, inChosen());
    Stmt add = Stmt.store(table, inTable(), Value.load(table, inTable()).plus(share));
    List<Stmt> each = overPositions(i, Stmt.lanes("c", features, List.of(add)));
    List<Stmt> body = new ArrayList<>(List.of(clear));
    body.addAll(batched ? List.of(Stmt.overBatch("n", each)) : each);
    emitter.loop(
        new Emitter.Draft(
            "The gradient of a table whose rows were chosen, in the order of the samples.",
            "gatherGradient",
            batched
                ? "%s[i,c] = Σ n,row  %s[n,row,c]   where %s[n,row] = i".formatted(table, dy, i)
                : "%s[i,c] = Σ row  %s[row,c]   where %s[row] = i".formatted(table, dy, i)),
        signature,
        Unit.ONCE,
        body);
  }

  private String indices() {
    Node operand = node.input(0);
    Shape shape = new Shape(batched, List.of(positions), rows);
    return signature.buffer("indices", shape, memory.slotOf(operand), false);
  }

  private Shape chosen() {
    return new Shape(batched, List.of(positions, features), Int.ZERO);
  }

  private List<Stmt> overPositions(String indices, Stmt body) {
    return List.of(
        Stmt.loop(
            "row",
            positions,
            List.of(new Stmt.Read(ROW, new Access(indices, position())), body)));
  }

  private Int position() {
    return sample.plus(Int.variable("row"));
  }

  private Int inChosen() {
    return position().times(features).plus(Int.variable("c"));
  }

  private Int inTable() {
    return Int.variable(ROW).times(features).plus(Int.variable("c"));
  }
}
