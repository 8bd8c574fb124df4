package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.FloatLiteral;
import dev.throughline.processor.emit.java.Scope.Kind;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.IntText;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import java.util.List;
import java.util.function.Function;

/** Plain loops in Java. */
class ScalarJava implements Dialect {
  static final Spelling SPELLING = new ScalarSpelling();

  @Override
  public Spelling scalar() {
    return SPELLING;
  }

  @Override
  public IntText numbers(Function<Int, String> leaf) {
    return new IntText(leaf, "Math.min", "Math.max");
  }

  @Override
  public String head(String name) {
    return "static void " + name;
  }

  @Override
  public String part(String name) {
    return "private static void " + name;
  }

  @Override
  public String scratch(String array) {
    return "float[] " + array;
  }

  @Override
  public String copy(String from, String fromAt, String to, String toAt, String count) {
    return "System.arraycopy(%s, %s, %s, %s, %s);".formatted(from, fromAt, to, toAt, count);
  }

  @Override
  public String clear(String array, String from, String to) {
    return "Arrays.fill(%s, %s, %s, 0);".formatted(array, from, to);
  }

  /** Tiles of plain loops compute whole panels. */
  @Override
  public void together(KernelPrinter walk, Stmt.For loop, Block block) {
    walk.loop(loop, block.inner());
  }

  @Override
  public void panel(KernelPrinter walk, Stmt.Panel panel, Block block) {
    block.names().bind(Kind.LOCAL, panel.variable(), KernelPrinter.NOTHING);
    walk.block(panel.many(), block);
  }

  @Override
  public List<String> buffer(String array, String start, boolean written) {
    return List.of("float[] " + array, "int " + start);
  }

  @Override
  public String number(Dialect.Argument what, String name) {
    return switch (what) {
      case SIZE -> "int " + name;
      case SEED -> "long " + name;
      case SCALAR -> "float " + name;
    };
  }

  @Override
  public String constant(String type, String name, String value) {
    return "final %s %s = %s;".formatted(type, name, value);
  }

  @Override
  public String share(float of, List<String> counts) {
    StringBuilder text = new StringBuilder(FloatLiteral.of(of));
    counts.forEach(count -> text.append(" / ").append(count));
    return text.toString();
  }

  @Override
  public String inside(String index, String below) {
    return "Integer.compareUnsigned(%s, %s) < 0".formatted(index, below);
  }

  @Override
  public String read(String variable, String element) {
    return "int %s = (int) %s;".formatted(variable, element);
  }

  @Override
  public void drawn(KernelPrinter walk, String name) {
    // One at a time needs none.
  }

  @Override
  public void parts(KernelPrinter walk, String local) {
    walk.text().line("final float[] %s = new float[%d];",
        walk.names().declare(Kind.PARTS, local), Stmt.Reduce.PARTS);
  }

  @Override
  public void tasks(KernelPrinter walk, Kernel kernel, String from, String to) {
    Scope names = walk.names().inner();
    names.bind(Kind.LOCAL, "from", from);
    names.bind(Kind.LOCAL, "to", to);
    boolean elements = kernel.unit() == Unit.ELEMENT;
    Stmt.For loop =
        new Stmt.For(
            kernel.variable(),
            Int.variable("from"),
            Int.variable("to"),
            Int.ONE,
            elements ? Stmt.Run.LANES : Stmt.Run.INDEPENDENT,
            kernel.body());
    Block block = Block.of(SPELLING, "", names);
    if (elements) {
      elements(walk, loop, block);
    } else {
      walk.loop(loop, block);
    }
  }

  /** Prints the loop over the elements of a task. */
  void elements(KernelPrinter walk, Stmt.For loop, Block block) {
    walk.loop(loop, block);
  }

  @Override
  public void lanes(KernelPrinter walk, Stmt.For loop, Block block) {
    walk.loop(loop, Block.of(SPELLING, "", block.names().inner()));
  }

  @Override
  public void reduce(KernelPrinter walk, Stmt.Reduce reduce, Block block) {
    parts(walk, reduce, Block.of(SPELLING, "", block.names().inner()), "1",
        walk.number(reduce.extent(), block));
    finish(walk, reduce, block.names());
  }

  /** Makes the parts of {@code reduce}, as many at a time as {@code step}, of the elements below {@code whole}. */
  static void parts(
      KernelPrinter walk, Stmt.Reduce reduce, Block each, String step, String whole) {
    SourceText text = walk.text();
    Spelling spelling = each.spelling();
    String lane = each.names().fresh("lane");
    text.open("for (int %s = 0; %s < %d; %s%s) {", lane, lane, Stmt.Reduce.PARTS, lane,
        step.equals("1") ? "++" : " += " + step);
    for (Stmt.Reduce.Result result : reduce.results()) {
      boolean max = result.reduction() == Reduction.MAX;
      text.line("%s %s = %s;", spelling.type(), each.declare(result.local()),
          spelling.spread(max ? "Float.NEGATIVE_INFINITY" : "0"));
    }
    Block element = each.inner();
    String c = element.declare(reduce.variable());
    text.open("for (int %s = %s; %s < %s; %s += %d) {", c, lane, c, whole, c,
        Stmt.Reduce.PARTS);
    walk.block(reduce.body(), element);
    text.close();
    for (Stmt.Reduce.Result result : reduce.results()) {
      text.line("%s",
          spelling.store(
              each.names().of(Kind.PARTS, result.local()), lane, each.local(result.local())));
    }
    text.close();
  }

  /** Combines the parts. */
  static void finish(KernelPrinter walk, Stmt.Reduce reduce, Scope names) {
    for (Stmt.Reduce.Result result : reduce.results()) {
      String parts = names.of(Kind.PARTS, result.local());
      walk.text().line("float %s = FloatMath.%s(%s);",
          names.declare(Kind.LOCAL, result.local()),
          result.reduction() == Reduction.MAX ? "max" : "sum", parts);
    }
  }
}
