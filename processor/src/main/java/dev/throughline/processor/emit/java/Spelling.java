package dev.throughline.processor.emit.java;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.kernel.Value;
import java.util.List;
import java.util.function.Function;

/**
 * How what a kernel computes is written in one language: one number at a time, or one a lane.
 *
 * <p>What is written by two spellings rounds alike in both: each operation once, in the order given. Text of leaves
 * that is no name and no call must come in brackets.
 */
interface Spelling {
  /** The type of a local. */
  String type();

  /**
   * {@code value} in words of the language.
   *
   * @param leaf the text of each leaf that is no number
   */
  String value(Value value, Function<Value, String> leaf);

  /** {@code expr} of operands whose text is given. */
  default String value(Expr expr, List<String> operands) {
    return value(
        Value.of(expr, operands.stream().map(Value::local).toList()),
        leaf -> ((Value.Local) leaf).name());
  }

  /** A number that is the same for all lanes. */
  String spread(String number);

  /** A whole number as a float, which grows by {@code step} from lane to lane. */
  String whole(String number, int step);

  /** A draw for {@code element}; of several lanes, those of each are put into the array {@code drawn} first. */
  String random(String seed, String stream, String element, String drawn);

  /** Whether what is loaded is kept in a local, so that it is loaded once. */
  boolean keepsLoads();

  /** An element of an array, which moves by {@code step} from lane to lane. */
  String load(String array, String index, int step);

  /** The statement that stores {@code value}. */
  String store(String array, String index, String value);

  /** {@code local} combined with {@code value}. */
  String combined(String local, Reduction reduction, String value);
}
