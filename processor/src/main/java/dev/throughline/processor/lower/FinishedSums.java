package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What is summed up of each channel of a sample while its elements are finished: in scratch, behind all else there.
 *
 * @param all the sums
 * @param at where the first begins in scratch
 * @param channels of the result, of all groups
 */
record FinishedSums(List<Sum> all, Int at, Int channels) {
  /** None. */
  static final FinishedSums NONE = new FinishedSums(List.of(), Int.ZERO, Int.ZERO);

  private static final Int N = Int.variable("n");

  FinishedSums {
    all = List.copyOf(all);
  }

  /**
   * One of them.
   *
   * @param result the buffer of the sums of each sample
   * @param value an expression in which argument 0 is the element and argument i is {@code inputs.get(i - 1)}
   * @param ofProduct whether the element is that of the product before the epilogue
   */
  record Sum(String result, Expr value, List<Epilogue.Input> inputs, boolean ofProduct) {
    Sum {
      inputs = List.copyOf(inputs);
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Before the elements of a sample. */
  List<Stmt> begin() {
    return isEmpty() ? List.of()
        : List.of(new Stmt.Clear(Access.scratch(at), Int.of(all.size()).times(channels)));
  }

  /** What they are so far for {@code channel}, as locals. */
  List<Stmt> load(Int channel) {
    List<Stmt> loaded = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      loaded.add(
          new Stmt.Declare(local(i), Value.load(Kernel.SCRATCH, start(i).plus(channel))));
    }
    return loaded;
  }

  /**
   * What each sum has of an element.
   *
   * @param product the element before the epilogue
   * @param finished the element behind it
   * @param beside what an input holds beside it
   */
  List<Value> terms(Value product, Value finished, Function<Epilogue.Input, Value> beside) {
    List<Value> terms = new ArrayList<>();
    for (Sum sum : all) {
      List<Value> operands = new ArrayList<>(List.of(sum.ofProduct() ? product : finished));
      sum.inputs().forEach(input -> operands.add(beside.apply(input)));
      terms.add(Value.of(sum.value(), operands));
    }
    return terms;
  }

  /** Adds {@code terms} to these. */
  List<Stmt> add(List<Value> terms) {
    List<Stmt> added = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      added.add(Stmt.add(local(i), terms.get(i)));
    }
    return added;
  }

  /** Keeps what they are now. */
  List<Stmt> store(Int channel) {
    List<Stmt> stored = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      stored.add(
          Stmt.store(Kernel.SCRATCH, start(i).plus(channel), Value.local(local(i))));
    }
    return stored;
  }

  private String local(int sum) {
    return all.get(sum).result() + "SoFar";
  }

  /** After the elements of sample n. */
  List<Stmt> end() {
    List<Stmt> stores = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      stores.add(
          new Stmt.Copy(
              Access.scratch(start(i)), new Access(all.get(i).result(), N.times(channels)),
              channels));
    }
    return stores;
  }

  private Int start(int sum) {
    return at.plus(Int.of(sum).times(channels));
  }
}
