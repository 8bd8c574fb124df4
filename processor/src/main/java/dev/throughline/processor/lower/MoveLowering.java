package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.IntText;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Permutations, slices, scatters and concatenations: a loop per axis, lanes over the last where both sides are
 * contiguous there. Axes that a slice leaves whole are one with the axis before them; those of an image stay apart, so that
 * all slices of images are one kernel, whatever they leave whole.
 */
final class MoveLowering {
  /** Tensors that one kernel joins; a longer method is no longer compiled to machine code. */
  private static final int MOST_PARTS = 16;

  private final Node node;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;

  MoveLowering(Node node, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
  }

  void permute(List<Integer> order) {
    List<Int> to = new ArrayList<>();
    for (int axis = 0; axis < order.size(); axis++) {
      to.add(signature.extent("I" + axis, node.type().extents().get(axis)));
    }
    List<Int> from = new ArrayList<>();
    List<Int> source = new ArrayList<>();
    for (int axis = 0; axis < order.size(); axis++) {
      from.add(to.get(order.indexOf(axis)));
      source.add(variable(order.indexOf(axis)));
    }
    String axes = order.stream().map(String::valueOf).collect(Collectors.joining());
    copy("Permutes axes.", "permute", List.of("To" + axes), new Side(node.input(0), from, source),
        all(node, to), to, List.of());
  }

  void slice(List<Integer> start, List<Integer> stride) {
    List<Axis> axes = axes("", node.type(), node.input(0).type(), start, stride);
    List<Int> part = parts(axes);
    copy("Takes a part.", "slice", apart(axes), cut(node.input(0), axes), all(node, part), part,
        List.of());
  }

  /** The part may still be where it is cut from, if that is an image: one kernel takes it from there and puts it. */
  void scatter(List<Integer> start, List<Integer> stride) {
    Node part = node.input(0);
    List<Axis> axes = axes("", part.type(), node.type(), start, stride);
    Side from = scattered(part, axes);
    Side to = cut(node, axes);
    buffer("x", from, false);
    String y = buffer("y", to, true);
    Shape shape = shape(node.type(), to.extents);
    Int sample = node.type().batched() ? Int.variable("n").times(shape.elements()) : Int.ZERO;
    Stmt clear =
        Stmt.lanes(
            "i",
            shape.elements(),
            List.of(Stmt.store(y, sample.plus(Int.variable("i")), Value.ZERO)));
    copy("Puts a part among zeros.", "scatter", apart(axes), from, to, parts(axes),
        List.of(clear));
  }

  private Side scattered(Node part, List<Axis> axes) {
    if (!isImage(part.type())) {
      return all(part, parts(axes));
    }
    if (part.op() instanceof Primitive.Slice(var start, var stride)
        && memory.views().holder(part) != part) {
      Node whole = part.input(0);
      return cut(whole, axes("X_", part.type(), whole.type(), start, stride));
    }
    return cut(part, axes("X_", part.type(), part.type(), List.of(0, 0, 0), List.of(1, 1, 1)));
  }

  /**
   * What a copy reads or writes.
   *
   * @param at where the element of the copy's indices is, axis by axis
   */
  private record Side(Node node, List<Int> extents, List<Int> at) {}

  private static Side all(Node node, List<Int> extents) {
    return new Side(
        node, extents,
        IntStream.range(0, extents.size()).mapToObj(MoveLowering::variable).toList());
  }

  private static Side cut(Node whole, List<Axis> axes) {
    return new Side(
        whole, axes.stream().map(Axis::whole).toList(), axes.stream().map(Axis::at).toList());
  }

  private static List<Int> parts(List<Axis> axes) {
    return axes.stream().map(Axis::part).toList();
  }

  /**
   * An axis of which a part is taken.
   *
   * @param part how long the part is
   * @param at where element {@code i} of the part is in the whole
   */
  private record Axis(Int part, Int whole, Int at, boolean cut, boolean strided) {}

  private List<Axis> axes(
      String prefix, TensorType part, TensorType whole, List<Integer> start,
      List<Integer> stride) {
    List<Axis> axes = new ArrayList<>();
    int count = whole.extents().size();
    boolean image = isImage(whole);
    for (int axis = 0, next; axis < count; axis = next) {
      long ofPart = part.extents().get(axis);
      long ofWhole = whole.extents().get(axis);
      long first = start.get(axis);
      int step = stride.get(axis);
      for (next = axis + 1; next < count && !image && step == 1 && isWhole(part, whole, next);
          next++) {
        ofPart *= part.extents().get(next);
        ofWhole *= whole.extents().get(next);
        first *= whole.extents().get(next);
      }
      int number = axes.size();
      Int extent = signature.extent("I" + number, ofPart);
      if (ofPart == ofWhole && !image) {
        axes.add(new Axis(extent, extent, variable(number), false, false));
      } else {
        Int of = signature.extent(prefix + "OF" + number, ofWhole);
        Int from = signature.extent(prefix + "FROM" + number, first);
        // The last axis is read in lanes or it is not.
        boolean steps = step != 1 || image && axis < count - 1;
        Int by = steps ? signature.extent(prefix + "STEP" + number, step) : Int.ONE;
        axes.add(
            new Axis(extent, of, from.plus(variable(number).times(by)), true, step != 1));
      }
    }
    return axes;
  }

  private static boolean isImage(TensorType type) {
    return type.extents().size() == 3;
  }

  private static boolean isWhole(TensorType part, TensorType whole, int axis) {
    return part.extents().get(axis).equals(whole.extents().get(axis));
  }

  /** Which axes are cut, from the outermost. */
  private static List<String> apart(List<Axis> axes) {
    return List.of(
        "Of" + axes.stream().map(a -> a.strided() ? "Steps" : a.cut() ? "Run" : "All")
            .collect(Collectors.joining()));
  }

  /** Position after position, the features of every input that was not made in its place. */
  static void concat(Node node, MemoryPlan memory, Emitter emitter) {
    List<Node> copied = memory.views().copied(node);
    List<Node> parts = new ArrayList<>();
    int start = 0;
    int end = 0;
    for (Node input : node.inputs()) {
      if (!copied.contains(input) || parts.size() == MOST_PARTS) {
        new MoveLowering(node, memory, emitter).concat(parts, start);
        parts.clear();
        start = end;
      }
      end += input.type().features();
      if (copied.contains(input)) {
        parts.add(input);
      } else {
        start = end;
      }
    }
    new MoveLowering(node, memory, emitter).concat(parts, start);
  }

  private void concat(List<Node> parts, int first) {
    if (parts.isEmpty()) {
      return;
    }
    boolean all = parts.size() == node.inputs().size();
    Int rows = signature.extent("ROWS", node.type().positions());
    Int width = signature.extent("WIDTH", node.type().features());
    Int start = all ? Int.ZERO : signature.extent("START", first);
    String y = signature.buffer("y", rows(node, rows, width), memory.slotOf(node), true);
    Int row = row(node.type(), rows);
    List<Stmt> copies = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      Node input = parts.get(part);
      Int features = signature.extent("C" + part, input.type().features());
      Int c = Int.variable("c" + part);
      String x =
          signature.buffer(
              "x" + part, rows(input, rows, features), memory.slotOf(input), false);
      Value from =
          Value.load(x, row(input.type(), rows).times(signature.pitch(x, features)).plus(c));
      Int to = row.times(signature.pitch(y, width)).plus(start).plus(c);
      copies.add(Stmt.lanes("c" + part, features, List.of(Stmt.store(y, to, from))));
      start = start.plus(features);
    }
    emit(
        new Emitter.Draft(
            String.format(Locale.ROOT, "Puts the features of %d tensors side by side%s.",
                parts.size(), all ? "" : ", from feature START"),
            "concat",
            List.of("Of" + parts.size(), all ? "" : "InPart"),
            n -> joined(parts.size(), all, n)),
        List.of(Stmt.each("row", rows, copies)));
  }

  /** Each input's features behind those of the ones before. */
  private List<String> joined(int parts, boolean all, Numbers n) {
    List<String> lines = new ArrayList<>();
    String before = all ? "" : "START + ";
    for (int part = 0; part < parts; part++) {
      String of = batched() ? "n,row" : "row";
      lines.add(
          String.format(Locale.ROOT, "y[%s, %sc] = x%d[%s,c]", of, before, part, of));
      before += n.symbol("C" + part) + " + ";
    }
    return lines;
  }

  private boolean batched() {
    return node.type().batched();
  }

  private static Int row(TensorType type, Int rows) {
    Int row = Int.variable("row");
    return type.batched() ? Int.variable("n").times(rows).plus(row) : row;
  }

  private static Shape rows(Node node, Int rows, Int features) {
    return new Shape(node.type().batched(), List.of(rows, features), Int.ZERO);
  }

  /** Copies one element for each index of {@code over}, after {@code before}. */
  private void copy(
      String purpose, String what, List<String> apart, Side from, Side to, List<Int> over,
      List<Stmt> before) {
    String x = buffer("x", from, false);
    String y = buffer("y", to, true);
    Int read = place(from, x);
    Int write = place(to, y);
    List<Stmt> nest = List.of(Stmt.store(y, write, Value.load(x, read)));
    for (int axis = over.size() - 1; axis >= 0; axis--) {
      String variable = "i" + axis;
      boolean last = axis == over.size() - 1;
      boolean contiguous =
          last
              && read.strideOf(variable).equals(Optional.of(Int.ONE))
              && write.strideOf(variable).equals(Optional.of(Int.ONE));
      nest =
          List.of(
              contiguous
                  ? Stmt.lanes(variable, over.get(axis), nest)
                  : Stmt.each(variable, over.get(axis), nest));
    }
    List<Stmt> statements = new ArrayList<>(before);
    statements.addAll(nest);
    emit(
        new Emitter.Draft(
            purpose,
            what,
            apart,
            n -> List.of(
                "y[%s] = x[%s]%s".formatted(
                    subscript(to.at, n), subscript(from.at, n),
                    before.isEmpty() ? "" : range(to.at, over, n) + "and 0 elsewhere"))),
        statements);
  }

  /** {@code where i1 < I1}, of those indices that {@code at} does not show as they are. */
  private static String range(List<Int> at, List<Int> over, Numbers n) {
    String range =
        IntStream.range(0, over.size())
            .filter(axis -> !n.known(at.get(axis)).equals(variable(axis)))
            .mapToObj(axis -> "i" + axis + " < " + n.of("I" + axis) + ", ")
            .collect(Collectors.joining());
    return range.isEmpty() ? "   " : "   where " + range;
  }

  private String buffer(String name, Side side, boolean written) {
    Shape shape = shape(side.node.type(), side.extents);
    return signature.buffer(name, shape, memory.slotOf(side.node), written);
  }

  /** {@code ((n * I0 + i0) * I1 + i1) * I2 + i2} in {@code buffer}. */
  private Int place(Side side, String buffer) {
    Int place = side.node.type().batched() ? Int.variable("n") : Int.ZERO;
    int last = side.extents.size() - 1;
    for (int axis = 0; axis <= last; axis++) {
      Int extent = side.extents.get(axis);
      place = place.times(axis == last ? signature.pitch(buffer, extent) : extent)
          .plus(side.at.get(axis));
    }
    return place;
  }

  private String subscript(List<Int> at, Numbers n) {
    IntText text =
        new IntText(
            leaf -> leaf instanceof Int.Extent(String name) ? n.symbol(name)
                : ((Int.Variable) leaf).name(),
            "min",
            "max");
    String all =
        String.join(", ", at.stream().map(i -> text.text(n.known(i)).replace(" * ", "·")).toList());
    return batched() ? "n, " + all : all;
  }

  private static Shape shape(TensorType type, List<Int> extents) {
    return new Shape(type.batched(), extents, Int.ZERO);
  }

  private static Int variable(int axis) {
    return Int.variable("i" + axis);
  }

  private void emit(Emitter.Draft draft, List<Stmt> statements) {
    emitter.loop(
        draft, signature, node.type().batched() ? Unit.SAMPLE : Unit.ONCE, statements);
  }
}
