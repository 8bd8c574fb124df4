package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.java.Scope.Kind;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.schedule.Registers;

/**
 * Java with the Vector API.
 *
 * <p>A loop over lanes is printed twice where whole vectors do not always fit: whole vectors, then one of which some
 * lanes are stored. Both do the same operations in the same order on each element.
 */
final class VectorJava extends ScalarJava {
  /** A constant of the class of vector kernels. */
  static final String FEW_REGISTERS = "FEW_REGISTERS";

  @Override
  void elements(KernelPrinter walk, Stmt.For loop, Block block) {
    vectorsAndRest(walk, loop, block.names());
  }

  @Override
  public void drawn(KernelPrinter walk, String name) {
    walk.text().line("final float[] %s = new float[LANES];", name);
  }

  @Override
  public void together(KernelPrinter walk, Stmt.For loop, Block block) {
    walk.block(Together.of(loop), block);
  }

  @Override
  public void panel(KernelPrinter walk, Stmt.Panel panel, Block block) {
    if (panel.many().equals(panel.few())) {
      panel(walk, panel, Registers.MANY, block);
      return;
    }
    walk.text().open("if (%s) {", FEW_REGISTERS);
    panel(walk, panel, Registers.FEW, block);
    walk.text().otherwise();
    panel(walk, panel, Registers.MANY, block);
    walk.text().close();
  }

  /** As many channels at a time as the vectors of a tile hold. */
  private static void panel(
      KernelPrinter walk, Stmt.Panel panel, Registers registers, Block block) {
    Block inner = block.inner();
    String k = inner.declare(panel.variable());
    int vectors = panel.vectors(registers);
    walk.text().open("for (int %s = 0; %s < %d; %s += %s) {", k, k, panel.width(), k,
        vectors == 1 ? "LANES" : vectors + " * LANES");
    walk.block(panel.of(registers), inner);
    walk.text().close();
  }

  @Override
  public void lanes(KernelPrinter walk, Stmt.For loop, Block block) {
    if (loop.run() == Stmt.Run.WHOLE_LANES) {
      Block each = Block.of(LaneSpelling.WHOLE, loop.variable(), block.names().inner());
      String from = walk.number(loop.from(), block);
      String to = walk.number(loop.to(), block);
      String i = each.declare(loop.variable());
      walk.text().open("for (int %s = %s; %s < %s; %s += LANES) {", i, from, i, to, i);
      walk.block(loop.body(), each);
      walk.text().close();
      return;
    }
    // What is left over goes on where the vectors stopped, so its variable needs a block of its own.
    walk.text().open("{");
    vectorsAndRest(walk, loop, block.names().inner());
    walk.text().close();
  }

  private static void vectorsAndRest(KernelPrinter walk, Stmt.For loop, Scope names) {
    SourceText text = walk.text();
    Block around = Block.of(SPELLING, "", names);
    String from = walk.number(loop.from(), around);
    String to = walk.number(loop.to(), around);
    String variable = loop.variable();
    String i = names.declare(Kind.LOCAL, variable);
    text.line("int %s = %s;", i, from);
    text.open("for (; %s <= %s - LANES; %s += LANES) {", i, to, i);
    walk.block(loop.body(), Block.of(LaneSpelling.WHOLE, variable, names.inner()));
    text.close();
    text.open("if (%s < %s) {", i, to);
    Scope left = names.inner();
    String rest = left.fresh("rest");
    text.line("int %s = %s - %s;", rest, to, i);
    walk.block(loop.body(), Block.of(new LaneSpelling(rest), variable, left));
    text.close();
  }

  @Override
  public void reduce(KernelPrinter walk, Stmt.Reduce reduce, Block block) {
    SourceText text = walk.text();
    Scope names = block.names();
    String extent = walk.number(reduce.extent(), block);
    Block each = Block.of(LaneSpelling.WHOLE, reduce.variable(), names.inner());
    if (reduce.whole()) {
      parts(walk, reduce, each, "LANES", extent);
    } else {
      String whole = names.fresh("whole");
      text.line("int %s = %s / %d * %d;", whole, extent, Stmt.Reduce.PARTS, Stmt.Reduce.PARTS);
      parts(walk, reduce, each, "LANES", whole);
      rest(walk, reduce, whole, extent, names.inner());
    }
    finish(walk, reduce, names);
  }

  /** The last elements, which go on with the parts that vectors have left. */
  private static void rest(
      KernelPrinter walk, Stmt.Reduce reduce, String whole, String extent, Scope names) {
    Block each = Block.of(SPELLING, "", names);
    String c = each.declare(reduce.variable());
    for (Stmt.Reduce.Result result : reduce.results()) {
      String parts = names.of(Kind.PARTS, result.local());
      names.bind(Kind.LOCAL, result.local(), "%s[%s - %s]".formatted(parts, c, whole));
    }
    walk.text().open("for (int %s = %s; %s < %s; %s++) {", c, whole, c, extent, c);
    walk.block(reduce.body(), each);
    walk.text().close();
  }
}
