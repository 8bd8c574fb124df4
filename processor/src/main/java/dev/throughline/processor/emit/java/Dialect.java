package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.IntText;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import java.util.List;
import java.util.function.Function;

/** How one language says what {@link KernelPrinter} walks through. */
interface Dialect {
  /** How what is outside loops over lanes is written. */
  Spelling scalar();

  /** Whole numbers, with the text of each variable and size. */
  IntText numbers(Function<Int, String> leaf);

  /** What a kernel that is called {@code name} begins with, before its parameters. */
  String head(String name);

  /** What a part of a kernel that stands apart begins with. */
  String part(String name);

  /** The parameter that hands over memory of a thread's own. */
  String scratch(String array);

  /** The statement that copies {@code count} neighbours. */
  String copy(String from, String fromAt, String to, String toAt, String count);

  /** The statement that sets what lies from {@code from} to below {@code to} to zero. */
  String clear(String array, String from, String to);

  /** Prints a loop of which a few iterations may run in one go. */
  void together(KernelPrinter walk, Stmt.For loop, Block block);

  /** Prints the calls of tiles for all channels of a panel. */
  void panel(KernelPrinter walk, Stmt.Panel panel, Block block);

  /** The parameters that hand over the buffer {@code array}, which begins at {@code start}. */
  List<String> buffer(String array, String start, boolean written);

  /** The parameter {@code name}, a number. */
  String number(Argument what, String name);

  /** What a number is. */
  enum Argument {
    SIZE,
    SEED,
    SCALAR
  }

  /** The statement that names what does not change. */
  String constant(String type, String name, String value);

  /** {@code of} divided by each of {@code counts}, whose text is given. */
  String share(float of, List<String> counts);

  /** Whether {@code index} is at least 0 and less than {@code below}. */
  String inside(String index, String below);

  /** The statement that reads a whole number from an array. */
  String read(String variable, String element);

  /** Declares what a vector's worth of draws is kept in. */
  void drawn(KernelPrinter walk, String name);

  /** Declares what the parts of the reduction into {@code local} are kept in. */
  void parts(KernelPrinter walk, String local);

  /** Runs the body of {@code kernel} for the tasks from {@code from} to {@code to}. */
  void tasks(KernelPrinter walk, Kernel kernel, String from, String to);

  /** Prints a loop over lanes. */
  void lanes(KernelPrinter walk, Stmt.For loop, Block block);

  /** Prints a reduction in parts. */
  void reduce(KernelPrinter walk, Stmt.Reduce reduce, Block block);
}
