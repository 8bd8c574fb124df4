package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.java.Scope.Kind;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Value;
import java.util.Locale;

/** Prints what the statements of a loop nest compute, and the elements that they read and write. */
final class ValuePrinter {
  private final SourceText text;
  private final LoopConstants constants;

  ValuePrinter(SourceText text, LoopConstants constants) {
    this.text = text;
    this.constants = constants;
  }

  /** {@code value}; what has to be loaded before is printed. */
  String value(Value value, Block block) {
    if (block.isVector()) {
      value.leaves().forEach(leaf -> leaf(leaf, block));
    }
    return ExpressionPrinter.of(block.dialect()).print(value, leaf -> leaf(leaf, block));
  }

  private static String position(Block block) {
    String position = "(float) " + block.local("c");
    return block.isVector() ? broadcast(position) + ".addIndex(1)" : position;
  }

  private static String row(int extent, Block block) {
    String row = String.format(Locale.ROOT, "(float) (%s %% %d)", block.local("row"), extent);
    return block.isVector() ? broadcast(row) : row;
  }

  private static String random(int stream, Block block) {
    String seed = block.names().of(Kind.SCALAR, LoopKernelPrinter.SEED);
    return String.format(Locale.ROOT, "RandomMask.uniform(%s, %d, %s)", seed, stream,
        block.local("element"));
  }

  private String leaf(Value leaf, Block block) {
    return switch (leaf) {
      case Value.Local(String name) -> block.local(name);
      case Value.Scalar(String name) -> spread(block.names().of(Kind.SCALAR, name), block);
      case Value.OverBatch(float value) ->
          spread(block.names().of(Kind.SHARE, Float.toString(value)), block);
      case Value.Load(Access access) ->
          block.isVector() ? loadLanes(access, block) : load(access, block);
      case Value.Position _ -> position(block);
      case Value.Row(int extent) -> row(extent, block);
      case Value.Random(int stream) -> random(stream, block);
      case Value.Const _ -> "";
      case Value.Unary _, Value.Binary _, Value.Fma _, Value.Select _ ->
          throw new IllegalArgumentException("no leaf: " + leaf);
    };
  }

  private static String spread(String number, Block block) {
    return block.isVector() ? broadcast(number) : number;
  }

  /** An element of an array. */
  String load(Access access, Block block) {
    return "%s[%s]".formatted(array(access, block), start(access, block));
  }

  /** An array and an index, as arguments. */
  String place(Access access, Block block) {
    return "%s, %s".formatted(array(access, block), start(access, block));
  }

  private static String array(Access access, Block block) {
    return block.names().of(Kind.ARRAY, access.buffer());
  }

  private String start(Access access, Block block) {
    return index(block.names().of(Kind.START, access.buffer()), access.index(), block);
  }

  /** Loads once into a local, however often the statements of this block read it. */
  private String loadLanes(Access access, Block block) {
    String element = load(access, block);
    String known = block.loaded().get(element);
    if (known != null) {
      return known;
    }
    String load =
        access.index().strideOf(block.lane()) == 0
            ? broadcast(element)
            : "FloatVector.fromArray(SPECIES, %s)".formatted(place(access, block));
    String lanes = array(access, block) + "Lanes";
    String name =
        block.names().fresh(
            block.names().isFree(lanes) ? lanes : lanes + (block.loaded().size() + 1));
    text.line("FloatVector %s = %s;", name, load);
    block.loaded().put(element, name);
    return name;
  }

  private static String broadcast(String value) {
    return "FloatVector.broadcast(SPECIES, %s)".formatted(value);
  }

  /** {@code xAt + n * ROWS * C + row * C + c}. */
  String index(String start, Index index, Block block) {
    StringBuilder printed = new StringBuilder(start);
    for (Index.Term term : index.terms()) {
      String variable = block.local(term.variable());
      String stride = constants.stride(Math.abs(term.stride()));
      append(
          printed, term.stride() < 0, stride.equals("1") ? variable : variable + " * " + stride);
    }
    if (index.offset() != 0 || printed.isEmpty()) {
      append(printed, index.offset() < 0, Integer.toString(Math.abs(index.offset())));
    }
    return printed.toString();
  }

  private static void append(StringBuilder printed, boolean minus, String part) {
    if (printed.isEmpty()) {
      printed.append(minus ? "-" : "").append(part);
    } else {
      printed.append(minus ? " - " : " + ").append(part);
    }
  }
}
