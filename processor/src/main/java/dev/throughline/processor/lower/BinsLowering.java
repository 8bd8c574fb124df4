package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Bins;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Means of bins along one axis of an image, and their gradient, lanes over what lies within that axis.
 *
 * <p>The bins of the smallest pattern are written out one by one, since their starts are no affine function of
 * their number, unless there are many; a loop goes over its repeats.
 */
final class BinsLowering {
  /** Longer patterns are looped over: a method of some thousand bytes is no longer compiled to machine code. */
  private static final int MOST_NUMBERED = 8;

  /** 0 where the bin at hand holds one element more than the fewest that a bin holds. */
  private static final IntFunction<Index> ONE_MORE =
      fewest -> Index.of(-fewest, term("last", 1), term("first", -1));

  private final Node node;
  private final int axis;
  private final Bins bins;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;
  private final TensorType large;
  private final TensorType small;

  private BinsLowering(
      Node node, int axis, TensorType large, TensorType small, MemoryPlan memory,
      Emitter emitter) {
    this.node = node;
    this.axis = axis;
    this.large = large;
    this.small = small;
    this.bins = new Bins(large.extents().get(axis), small.extents().get(axis));
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
  }

  static void forward(Node node, int axis, MemoryPlan memory, Emitter emitter) {
    new BinsLowering(node, axis, node.input(0).type(), node.type(), memory, emitter).means();
  }

  static void gradient(Node node, int axis, MemoryPlan memory, Emitter emitter) {
    new BinsLowering(node, axis, node.type(), node.input(0).type(), memory, emitter).gradient();
  }

  private void means() {
    String x = read("x");
    String y = write("y");
    launch(
        "binMeans",
        y + " = mean of each bin of " + x,
        overBins(
            bin -> {
              List<Stmt> mean = new ArrayList<>(List.of(new Stmt.Declare("sum", Value.ZERO)));
              mean.addAll(bin.members(element -> Stmt.add("sum", Value.load(x, element))));
              mean.add(Stmt.store(y, bin.index(), bin.shared(Value.local("sum"))));
              return mean;
            }));
  }

  private void gradient() {
    String dy = read("dy");
    String dx = write("dx");
    Index all = Index.of(0, term("n", large.elements()), term("i", 1));
    List<Stmt> statements = new ArrayList<>();
    statements.add(
        Stmt.lanes(
            "i",
            large.elements(),
            List.of(Stmt.store(dx, all, Value.ZERO))));
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
        "binMeansGradient", "%s = Σ %s / size over the bins it is in".formatted(dx, dy),
        statements);
  }

  /** A bin while its loops are written. */
  private interface Bin {
    /** Where its mean is. */
    Index index();

    /** {@code each} for the place of every element. */
    List<Stmt> members(Function<Index, Stmt> each);

    /** {@code value} over the number of elements. */
    Value shared(Value value);
  }

  /** A bin of the pattern by its number: where it starts, and what it holds, are numbers. */
  private Bin numbered(int number) {
    Index first = at(large, bins.start(number), bins.in());
    return new Bin() {
      @Override
      public Index index() {
        return at(small, number, bins.count());
      }

      @Override
      public List<Stmt> members(Function<Index, Stmt> each) {
        List<Stmt> body = List.of(each.apply(first.plus("t", inner())));
        return List.of(Stmt.loop("t", bins.size(number), body));
      }

      @Override
      public Value shared(Value value) {
        return value.times(Value.constant(1.0 / bins.size(number)));
      }
    };
  }

  /** The bin that a loop over the pattern is at: some hold one element more than others, their last. */
  private Bin looped() {
    Index pattern = at(large, 0, bins.in());
    return new Bin() {
      @Override
      public Index index() {
        return at(small, 0, bins.count()).plus("bin", inner());
      }

      @Override
      public List<Stmt> members(Function<Index, Stmt> each) {
        Index element = pattern.plus("first", inner()).plus("t", inner());
        return List.of(
            Stmt.loop("t", fewest(), List.of(each.apply(element))),
            new Stmt.Guard(ONE_MORE.apply(fewest()), 1,
                List.of(each.apply(pattern.plus("last", inner())))));
      }

      @Override
      public Value shared(Value value) {
        return value.times(Value.ONE.over(Value.local("size")));
      }
    };
  }

  /** Bins of the smallest pattern. */
  private int pattern() {
    return bins.count() / bins.repeats();
  }

  /** Elements that every bin holds. */
  private int fewest() {
    return Math.ceilDiv(bins.in(), bins.count());
  }

  /** {@code lanes} of each bin, over what lies within the axis. */
  private List<Stmt> overBins(Function<Bin, List<Stmt>> lanes) {
    List<Stmt> pattern = new ArrayList<>();
    if (pattern() <= MOST_NUMBERED) {
      for (int bin = 0; bin < pattern(); bin++) {
        pattern.add(Stmt.lanes("c", inner(), lanes.apply(numbered(bin))));
      }
    } else {
      int in = bins.in() / bins.repeats();
      List<Stmt> sized = new ArrayList<>();
      sized.add(new Stmt.Declare("size", Value.constant(fewest())));
      sized.add(
          new Stmt.Guard(ONE_MORE.apply(fewest()), 1,
              List.of(Stmt.add("size", Value.ONE))));
      sized.addAll(lanes.apply(looped()));
      pattern.add(
          Stmt.loop("bin", pattern(),
              List.of(
                  new Stmt.Quotient("first", "bin", in, 0, pattern()),
                  new Stmt.Quotient("last", "bin", in, in - 1, pattern()),
                  Stmt.lanes("c", inner(), sized))));
    }
    return repeated(pattern);
  }

  private List<Stmt> repeated(List<Stmt> pattern) {
    List<Stmt> nest =
        bins.repeats() == 1
            ? pattern
            : List.of(Stmt.loop("repeat", bins.repeats(), pattern));
    return outer() == 1 ? nest : List.of(Stmt.loop("row", outer(), nest));
  }

  /** Elements before the axis, of a sample. */
  private long outer() {
    return axis == 0 ? 1 : large.height();
  }

  /** Elements within the axis. */
  private long inner() {
    return axis == 0 ? (long) large.width() * large.channels() : large.channels();
  }

  private Index at(TensorType type, int first, int extent) {
    long repeat = extent / bins.repeats() * inner();
    return Index.of(
        Math.toIntExact(first * inner()),
        term("n", type.elements()),
        term("row", outer() == 1 ? 0 : extent * inner()),
        term("repeat", bins.repeats() == 1 ? 0 : repeat),
        term("c", inner() == 1 ? 0 : 1));
  }

  private String read(String name) {
    Node input = node.input(0);
    return signature.buffer(name, input.type(), memory.slotOf(input), false);
  }

  private String write(String name) {
    return signature.buffer(name, node.type(), memory.slotOf(node), true);
  }

  private void launch(String name, String formula, List<Stmt> statements) {
    emitter.loop(
        new Emitter.Draft(
            String.format(Locale.ROOT, "Means of %d bins of the %d %s of %s.", bins.count(),
                bins.in(), axis == 0 ? "rows" : "columns", large),
            name,
            node.type(),
            List.of(formula),
            false),
        signature,
        Unit.SAMPLE,
        statements);
  }
}
