package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
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
  private final TensorType indices;
  private final int features;

  GatherLowering(Node node, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
    this.indices = node.input(0).type();
    this.features = node.type().features();
  }

  void forward() {
    String i = read("indices", 0);
    String table = read("table", 1);
    String y = signature.buffer("y", node.type(), memory.slotOf(node), true);
    Stmt copy =
        Stmt.store(y, atPosition(features).plus("c", 1), Value.load(table, inTable()));
    emitter.loop(
        new Emitter.Draft(
            "Rows of a table: %s.".formatted(node.type()),
            "gather",
            node.type(),
            List.of("%s = %s[%s]".formatted(y, table, i)),
            false),
        signature,
        indices.batched() ? Unit.SAMPLE : Unit.ONCE,
        overPositions(i, Stmt.lanes("c", features, List.of(copy))));
  }

  void gradient() {
    String i = read("indices", 0);
    String dy = read("dy", 1);
    String table = signature.buffer("dtable", node.type(), memory.slotOf(node), true);
    Stmt clear =
        Stmt.lanes(
            "i",
            node.type().elements(),
            List.of(Stmt.store(table, Index.of(0, term("i", 1)), Value.ZERO)));
    Value share = Value.load(dy, atPosition(features).plus("c", 1));
    Stmt add = Stmt.store(table, inTable(), Value.load(table, inTable()).plus(share));
    List<Stmt> sample = overPositions(i, Stmt.lanes("c", features, List.of(add)));
    List<Stmt> body = new ArrayList<>(List.of(clear));
    body.addAll(indices.batched() ? List.of(Stmt.overBatch("n", sample)) : sample);
    emitter.loop(
        new Emitter.Draft(
            "The gradient of a table whose rows were chosen, in the order of the samples.",
            "gatherGradient",
            node.type(),
            List.of("%s[%s] = Σ %s".formatted(table, i, dy)),
            false),
        signature,
        Unit.ONCE,
        body);
  }

  private String read(String name, int input) {
    Node operand = node.input(input);
    return signature.buffer(name, operand.type(), memory.slotOf(operand), false);
  }

  private List<Stmt> overPositions(String indices, Stmt body) {
    List<Stmt> row = List.of(new Stmt.Read(ROW, new Access(indices, atPosition(1))), body);
    long positions = this.indices.elements();
    return positions > 1 ? List.of(Stmt.loop("row", positions, row)) : row;
  }

  /** Where {@code each} floats for each position start. */
  private Index atPosition(int each) {
    Index sample =
        Index.of(0, term("n", indices.batched() ? indices.elements() * each : 0));
    return indices.elements() > 1 ? sample.plus("row", each) : sample;
  }

  private Index inTable() {
    return Index.of(0, term(ROW, features), term("c", 1));
  }
}
