package dev.throughline.processor.emit.java;

import dev.throughline.processor.emit.java.Scope.Kind;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Value;

/** Prints what a statement computes, after what has to be loaded for it. */
record ValuePrinter(KernelPrinter walk) {
  /** {@code value}; what has to be loaded before is printed. */
  String value(Value value, Block block) {
    if (block.spelling().keepsLoads()) {
      value.leaves()
          .filter(leaf -> leaf instanceof Value.Load || leaf instanceof Value.Local)
          .forEach(load -> leaf(load, block));
    }
    return block.spelling().value(value, leaf -> leaf(leaf, block));
  }

  private String leaf(Value leaf, Block block) {
    return switch (leaf) {
      case Value.Local(String name) -> local(name, block);
      case Value.Scalar(String name) ->
          block.spelling().spread(block.names().of(Kind.SCALAR, name));
      case Value.Share share ->
          block.spelling().spread(block.names().of(Kind.SHARE, share.toString()));
      case Value.Load(Access access) -> load(access, block);
      case Value.Position(Int at) ->
          block.spelling().whole(walk.numbers(block.names()).atom(at), step(at, block));
      case Value.Random(Int stream, Int element) ->
          block.spelling().random(block.names().of(Kind.SCALAR, KernelPrinter.SEED),
              walk.number(stream, block),
              walk.number(element, block),
              block.names().of(Kind.SCALAR, KernelPrinter.DRAWN));
      case Value.Const _, Value.Unary _, Value.Binary _, Value.Fma _, Value.Select _ ->
          throw new IllegalArgumentException("no leaf: " + leaf);
    };
  }

  private String local(String local, Block block) {
    String name = block.local(local);
    return block.isAlone(local) ? kept(name, name, block.spelling().spread(name), block) : name;
  }

  private String load(Access access, Block block) {
    String array = KernelPrinter.array(access, block);
    String place = walk.place(access, block);
    String load = block.spelling().load(array, place, step(access.index(), block));
    return kept(array, element(array, place), load, block);
  }

  /** The local that holds {@code load}, which is read off {@code from}; what is loaded itself where none is kept. */
  private String kept(String from, String what, String load, Block block) {
    if (!block.spelling().keepsLoads()) {
      return load;
    }
    String known = block.loaded().get(what);
    if (known != null) {
      return known;
    }
    String lanes = from + "Lanes";
    String name =
        block.names().fresh(
            block.names().isFree(lanes) ? lanes : lanes + (block.loaded().size() + 1));
    walk.text().line("%s %s = %s;", block.spelling().type(), name, load);
    block.loaded().put(what, name);
    return name;
  }

  static String element(String array, String place) {
    return array + " " + place;
  }

  /** How far apart neighbouring lanes are in {@code at}. */
  private static int step(Int at, Block block) {
    return at.strideOf(block.lane()).orElse(Int.ZERO).equals(Int.ONE) ? 1 : 0;
  }
}
