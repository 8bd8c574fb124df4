package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.List;

/**
 * The input gradient of a convolution of wide stride: walks the outputs of a sample and adds to the inputs under
 * each filter. As a convolution it would fall apart into one for each residue of row and column.
 */
final class ConvScatterLowering {
  private final Node node;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;
  private final WindowPlace at;
  private final Int groups;
  private final Int channels;
  private final Int filters;

  ConvScatterLowering(Node node, Window v, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
    this.at = new WindowPlace(v, signature);
    this.groups = signature.extent("GROUPS", v.groups());
    this.channels = signature.extent("GROUP_C", v.groupChannels());
    this.filters = signature.extent("GROUP_K", v.groupFilters());
  }

  void emit() {
    Int k = groups.times(filters);
    String dy = read("dy", 0, Shape.batch(at.p(), at.q(), k));
    String w = read("w", 1, Shape.fixed(at.r(), channels, at.s(), k));
    Shape shape = Shape.batch(at.h(), at.w(), groups.times(channels));
    String dx = signature.buffer("dx", shape, memory.slotOf(node), true);
    Int group = Int.variable("group");
    Int c = Int.variable("c");
    Int filter = group.times(filters).plus(Int.variable("k"));
    Int output =
        Int.variable("n").times(at.p()).plus(Int.variable("p")).times(at.q())
            .plus(Int.variable("q")).times(k).plus(filter);
    Int weight =
        Int.variable("r").times(channels).plus(c).times(at.s()).plus(Int.variable("s")).times(k)
            .plus(filter);
    Int input = Int.variable("at").plus(group.times(channels)).plus(c);
    List<Stmt> channel =
        List.of(
            new Stmt.Declare("sum", Value.ZERO),
            Stmt.loop(
                "k",
                filters,
                List.of(Stmt.add("sum", Value.load(dy, output).times(Value.load(w, weight))))),
            Stmt.store(dx, input, Value.load(dx, input).plus(Value.local("sum"))));
    List<Stmt> taps =
        at.overTaps(
            true,
            true,
            pixel -> List.of(
                new Stmt.Let("at", pixel.times(groups.times(channels))),
                Stmt.loop("group", groups, List.of(Stmt.loop("c", channels, channel)))));
    List<Stmt> statements =
        List.of(
            at.clear(dx, groups.times(channels)),
            Stmt.loop("p", at.p(), List.of(Stmt.loop("q", at.q(), taps))));
    emitter.loop(
        new Emitter.Draft(
            "Input gradient of a convolution of wide stride.",
            "convScatter",
            List.of(),
            n -> List.of(
                "%s[n,h,w,%sc] = Σ p,q,r,s,k  %s[n,p,q, %sk] · %s[r,c,s, %sk]   where h = %s, w = %s"
                    .formatted(
                        dx, ofGroup("GROUP_C", n), dy, ofGroup("GROUP_K", n), w,
                        ofGroup("GROUP_K", n), at.rowText(n), at.columnText(n)))),
        signature,
        Unit.SAMPLE,
        statements);
  }

  private static String ofGroup(String extent, Numbers n) {
    return n.isOne("GROUPS") ? "" : " group·" + n.of(extent) + " + ";
  }

  private String read(String name, int input, Shape shape) {
    return signature.buffer(name, shape, memory.slotOf(node.input(input)), false);
  }
}
