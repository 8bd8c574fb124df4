package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The input gradient of a convolution of wide stride: walks the outputs of a sample and adds to the inputs under
 * each filter. As a convolution it would fall apart into one for each residue of row and column.
 */
final class ConvScatterLowering {
  private final Node node;
  private final Window v;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;

  ConvScatterLowering(Node node, Window window, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.v = window;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
  }

  void emit() {
    String dy = read("dy", 0);
    String w = read("w", 1);
    String dx = signature.buffer("dx", node.type(), memory.slotOf(node), true);
    List<Stmt> channel =
        List.of(
            new Stmt.Declare("sum", Value.ZERO),
            Stmt.loop(
                "k",
                v.groupFilters(),
                List.of(
                    Stmt.add("sum", Value.load(dy, output()).times(Value.load(w, weight()))))),
            Stmt.store(dx, input(), Value.load(dx, input()).plus(Value.local("sum"))));
    List<Stmt> statements = new ArrayList<>(List.of(clear(dx)));
    statements.add(overTaps(channel));
    emitter.loop(
        new Emitter.Draft(
            String.format(Locale.ROOT,
                "Input gradient of a %d×%d convolution, stride %d×%d, to %s.",
                v.r(), v.s(), v.strideH(), v.strideW(), node.type()),
            String.format(Locale.ROOT, "convScatter%dx%ds%dx%d_", v.r(), v.s(), v.strideH(),
                v.strideW()),
            node.type(),
            List.of("%s = Σ %s · %s over the filters that read it".formatted(dx, dy, w)),
            false),
        signature,
        Unit.SAMPLE,
        statements);
  }

  private Stmt clear(String dx) {
    long elements = v.input().elements();
    Index element = Index.of(0, term("n", elements), term("i", 1));
    return Stmt.lanes("i", elements, List.of(Stmt.store(dx, element, Value.ZERO)));
  }

  /** {@code channel} for each channel under each tap that lies inside the image. */
  private Stmt overTaps(List<Stmt> channel) {
    Index row =
        Index.of(-v.padTop(), term("p", v.strideH()), term("r", v.dilationH()));
    Index column =
        Index.of(-v.padLeft(), term("q", v.strideW()), term("s", v.dilationW()));
    Stmt groups =
        Stmt.loop("group", v.groups(), List.of(Stmt.loop("c", v.groupChannels(), channel)));
    Stmt columns =
        Stmt.loop("s", v.s(), List.of(new Stmt.Guard(column, v.w(), List.of(groups))));
    Stmt rows = Stmt.loop("r", v.r(), List.of(new Stmt.Guard(row, v.h(), List.of(columns))));
    return Stmt.loop("p", v.p(), List.of(Stmt.loop("q", v.q(), List.of(rows))));
  }

  private Index input() {
    int c = v.c();
    int row = v.w() * c;
    return Index.of(
        -v.padTop() * row - v.padLeft() * c,
        term("n", (long) v.h() * row),
        term("p", (long) v.strideH() * row),
        term("r", (long) v.dilationH() * row),
        term("q", (long) v.strideW() * c),
        term("s", (long) v.dilationW() * c),
        term("group", v.groupChannels()),
        term("c", 1));
  }

  private Index output() {
    int k = v.k();
    return Index.of(
        0,
        term("n", (long) v.p() * v.q() * k),
        term("p", (long) v.q() * k),
        term("q", k),
        term("group", v.groupFilters()),
        term("k", 1));
  }

  /** Weights are stored {@code [r][c][s][k]}, the filters of a group side by side. */
  private Index weight() {
    int k = v.k();
    return Index.of(
        0,
        term("r", (long) v.groupChannels() * v.s() * k),
        term("c", (long) v.s() * k),
        term("s", k),
        term("group", v.groupFilters()),
        term("k", 1));
  }

  private String read(String name, int input) {
    Node operand = node.input(input);
    TensorType type = operand.type();
    return signature.buffer(name, type, memory.slotOf(operand), false);
  }
}
