package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Bins;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Means of bins along one axis of an image, and their gradient, lanes over what lies within that axis.
 *
 * <p>The bins of the smallest pattern are written out one by one, since their starts are no affine function of
 * their number, unless there are many; a loop goes over its repeats.
 */
final class BinsLowering {
  /** Longer patterns are looped over: a method of some thousand bytes is no longer compiled to machine code. */
  private static final int MOST_NUMBERED = 8;

  /** Element i is in bin j. */
  private static final String MEETS = "j·IN < (i+1)·BINS, i·BINS < (j+1)·IN";

  private static final String SIZE = "size[j] = Σ i  1   where " + MEETS;

  private static final Int FIRST = Int.variable("first");
  private static final Int LAST = Int.variable("last");

  private final Node node;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;
  private final Bins pattern;
  private final Int rows;
  private final Int repeats;
  private final Int in;
  private final Int count;
  private final Int fewest;
  private final Int inner;

  private BinsLowering(
      Node node, int axis, TensorType large, TensorType small, MemoryPlan memory,
      Emitter emitter) {
    this.node = node;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
    Bins all = new Bins(large.extents().get(axis), small.extents().get(axis));
    this.pattern = new Bins(all.in() / all.repeats(), all.count() / all.repeats());
    this.rows = signature.extent("ROWS", axis == 0 ? 1 : large.height());
    this.repeats = signature.extent("REPEATS", all.repeats());
    this.in = signature.extent("IN", pattern.in());
    this.count = signature.extent("BINS", pattern.count());
    this.fewest = signature.extent("FEWEST", Math.ceilDiv(pattern.in(), pattern.count()));
    this.inner =
        signature.extent(
            "C", axis == 0 ? (long) large.width() * large.channels() : large.channels());
  }

  static void forward(Node node, int axis, MemoryPlan memory, Emitter emitter) {
    new BinsLowering(node, axis, node.input(0).type(), node.type(), memory, emitter).means();
  }

  static void gradient(Node node, int axis, MemoryPlan memory, Emitter emitter) {
    new BinsLowering(node, axis, node.type(), node.input(0).type(), memory, emitter).gradient();
  }

  private void means() {
    String x = buffer("x", node.input(0), in, false);
    String y = buffer("y", node, count, true);
    launch(
        "binMeans",
        "Means",
        List.of(
            SIZE,
            "%s[n,row,j,c] = Σ i  %s[n,row,i,c] / size[j]   where %s".formatted(y, x, MEETS)),
        overBins(
            bin -> {
              List<Stmt> mean = new ArrayList<>(List.of(new Stmt.Declare("sum", Value.ZERO)));
              mean.addAll(bin.members(element -> Stmt.add("sum", Value.load(x, element))));
              mean.add(Stmt.store(y, bin.index(), bin.shared(Value.local("sum"))));
              return mean;
            }));
  }

  private void gradient() {
    String dy = buffer("dy", node.input(0), count, false);
    String dx = buffer("dx", node, in, true);
    Int elements = rows.times(repeats).times(in).times(inner);
    Int all = Int.variable("n").times(elements).plus(Int.variable("i"));
    List<Stmt> statements = new ArrayList<>();
    statements.add(Stmt.lanes("i", elements, List.of(Stmt.store(dx, all, Value.ZERO))));
    statements.addAll(
        overBins(
            bin -> {
              List<Stmt> spread = new ArrayList<>();
              spread.add(new Stmt.Declare("part", bin.shared(Value.load(dy, bin.index()))));
              spread.addAll(
                  bin.members(
                      element -> Stmt.store(
                          dx, element, Value.load(dx, element).plus(Value.local("part")))));
              return spread;
            }));
    launch(
        "binMeansGradient",
        "Gradient of the means",
        List.of(
            SIZE,
            "%s[n,row,i,c] = Σ j  %s[n,row,j,c] / size[j]   where %s".formatted(dx, dy, MEETS)),
        statements);
  }

  /** A bin while its loops are written. */
  private interface Bin {
    /** Where its mean is. */
    Int index();

    /** {@code each} for the place of every element. */
    List<Stmt> members(Function<Int, Stmt> each);

    /** {@code value} over the number of elements. */
    Value shared(Value value);
  }

  /** A bin of the pattern by its number: where it starts, and what it holds, are numbers. */
  private Bin numbered(int number) {
    return new Bin() {
      @Override
      public Int index() {
        return at(count, Int.of(number));
      }

      @Override
      public List<Stmt> members(Function<Int, Stmt> each) {
        Int element = Int.variable("t").plus(pattern.start(number));
        return List.of(
            Stmt.loop("t", Int.of(pattern.size(number)), List.of(each.apply(at(in, element)))));
      }

      @Override
      public Value shared(Value value) {
        return value.times(new Value.Share(1, List.of(Int.of(pattern.size(number)))));
      }
    };
  }

  /** The bin that a loop over the pattern is at: some hold one element more than others, their last. */
  private Bin looped() {
    return new Bin() {
      @Override
      public Int index() {
        return at(count, Int.variable("bin"));
      }

      @Override
      public List<Stmt> members(Function<Int, Stmt> each) {
        Int element = FIRST.plus(Int.variable("t"));
        return List.of(
            Stmt.loop("t", fewest, List.of(each.apply(at(in, element)))),
            ifOneMore(each.apply(at(in, LAST))));
      }

      @Override
      public Value shared(Value value) {
        return value.times(Value.ONE.over(Value.local("size")));
      }
    };
  }

  /** {@code statement} where the bin at hand holds one element more than the fewest that a bin holds. */
  private Stmt ifOneMore(Stmt statement) {
    return new Stmt.Guard(LAST.minus(FIRST).minus(fewest), Int.ONE, List.of(statement));
  }

  /** {@code lanes} of each bin, over what lies within the axis. */
  private List<Stmt> overBins(Function<Bin, List<Stmt>> lanes) {
    List<Stmt> repeat = new ArrayList<>();
    if (pattern.count() <= MOST_NUMBERED) {
      for (int bin = 0; bin < pattern.count(); bin++) {
        repeat.add(Stmt.lanes("c", inner, lanes.apply(numbered(bin))));
      }
    } else {
      List<Stmt> sized = new ArrayList<>();
      sized.add(new Stmt.Declare("size", new Value.Position(fewest)));
      sized.add(ifOneMore(Stmt.add("size", Value.ONE)));
      sized.addAll(lanes.apply(looped()));
      Int bin = Int.variable("bin");
      repeat.add(
          Stmt.loop("bin", count,
              List.of(
                  new Stmt.Let("first", bin.times(in).over(count)),
                  new Stmt.Let("last", bin.times(in).plus(in).minus(1).over(count)),
                  Stmt.lanes("c", inner, sized))));
    }
    return List.of(Stmt.loop("row", rows, List.of(Stmt.loop("repeat", repeats, repeat))));
  }

  /** The element at hand of {@code place} along the axis, of which a repeat has {@code extent}. */
  private Int at(Int extent, Int place) {
    return Int.variable("n").times(rows).plus(Int.variable("row")).times(repeats)
        .plus(Int.variable("repeat")).times(extent).plus(place).times(inner)
        .plus(Int.variable("c"));
  }

  private String buffer(String name, Node tensor, Int extent, boolean written) {
    Shape shape = Shape.batch(rows, repeats.times(extent), inner);
    return signature.buffer(name, shape, memory.slotOf(tensor), written);
  }

  private void launch(
      String name, String purpose, List<String> formula, List<Stmt> statements) {
    emitter.loop(
        new Emitter.Draft(
            "%s of bins along one axis: %s bins of each %s elements."
                .formatted(purpose, pattern.count() <= MOST_NUMBERED ? pattern.count() : "BINS",
                    pattern.count() <= MOST_NUMBERED ? pattern.in() : "IN"),
            name,
            List.of(
                pattern.count() <= MOST_NUMBERED
                    ? String.format(Locale.ROOT, "%dIn%d", pattern.count(), pattern.in())
                    : "Looped"),
            formula),
        signature,
        Unit.SAMPLE,
        statements);
  }
}
