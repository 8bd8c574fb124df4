package dev.throughline.processor.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * A scalar expression, applied element by element.
 *
 * <p>Arithmetic is IEEE single precision, each operation rounded once, in the order written; {@link Fma}
 * rounds once for both its operations. A printer may therefore choose lanes but not reassociate, and all
 * backends of one kind agree bit for bit. {@link GraphInterpreter} evaluates the same tree in double.
 */
public sealed interface Expr {

  /** The element of the operand numbered {@code index}. */
  record Arg(int index) implements Expr {}

  record Const(float value) implements Expr {}

  /** The index of this element along the features, as a float. */
  record Position() implements Expr {}

  /**
   * The index of this element's row, as a float; rows are counted from zero again after {@code extent}, so
   * that in a value {@code [h, t, s]} it is the index along {@code t = extent}.
   */
  record Row(int extent) implements Expr {}

  /**
   * A uniform draw in [0, 1) for this element: Philox keyed by the network's seed, counted by step,
   * {@code stream} and element, so that the backward pass draws the same again instead of storing it; see {@link RandomDraw}.
   */
  record Random(int stream) implements Expr {}

  record Unary(UnaryOp op, Expr x) implements Expr {}

  record Binary(BinaryOp op, Expr a, Expr b) implements Expr {}

  /** {@code a * b + c}, rounded once. */
  record Fma(Expr a, Expr b, Expr c) implements Expr {}

  /** {@code a <compare> b ? then : otherwise}. */
  record Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) implements Expr {
    /** Likewise; what ReLU leaves positive was so before. */
    Select simplest() {
      return compare == Compare.GREATER
          && b.equals(ZERO)
          && a instanceof Unary(UnaryOp op, Expr x)
          && op == UnaryOp.RELU ? new Select(compare, x, b, then, otherwise) : this;
    }
  }

  /** Unary operations. STEP is 1 where x is positive, else 0; ERF is the error function, SOFTPLUS log(1 + eˣ). */
  enum UnaryOp {
    NEG,
    EXP,
    EXPM1,
    LOG,
    SQRT,
    RSQRT,
    RECIPROCAL,
    RELU,
    STEP,
    SIGMOID,
    TANH,
    SOFTPLUS,
    ERF,
    ABS
  }

  /** Binary operations. MAX and MIN propagate NaN, as {@link Math#max(float, float)} does. */
  enum BinaryOp {
    ADD,
    SUB,
    MUL,
    DIV,
    MAX,
    MIN
  }

  /** Comparisons; every one is false where an operand is NaN. */
  enum Compare {
    GREATER,
    EQUAL
  }

  Expr ZERO = new Const(0);
  Expr ONE = new Const(1);

  static Expr arg(int index) {
    return new Arg(index);
  }

  static Expr constant(double value) {
    return new Const((float) value);
  }

  static Expr unary(UnaryOp op, Expr x) {
    return new Unary(op, x);
  }

  static Expr fma(Expr a, Expr b, Expr c) {
    return new Fma(a, b, c);
  }

  static Expr max(Expr a, Expr b) {
    return new Binary(BinaryOp.MAX, a, b);
  }

  /** {@code this + b}; adding the constant zero adds nothing. */
  default Expr plus(Expr b) {
    return this.equals(ZERO) ? b : b.equals(ZERO) ? this : new Binary(BinaryOp.ADD, this, b);
  }

  default Expr minus(Expr b) {
    return b.equals(ZERO) ? this : this.equals(ZERO) ? b.negate()
        : new Binary(BinaryOp.SUB, this, b);
  }

  /** {@code this * b}; a constant zero or one factor is resolved here. */
  default Expr times(Expr b) {
    if (this.equals(ZERO) || b.equals(ZERO)) {
      return ZERO;
    }
    return this.equals(ONE) ? b : b.equals(ONE) ? this : new Binary(BinaryOp.MUL, this, b);
  }

  default Expr over(Expr b) {
    return b.equals(ONE) ? this : new Binary(BinaryOp.DIV, this, b);
  }

  default Expr negate() {
    return this instanceof Const(float v) ? new Const(-v) : new Unary(UnaryOp.NEG, this);
  }

  /** The direct subexpressions, left to right. */
  default List<Expr> children() {
    return switch (this) {
      case Arg _, Const _, Position _, Row _, Random _ -> List.of();
      case Unary(_, Expr x) -> List.of(x);
      case Binary(_, Expr a, Expr b) -> List.of(a, b);
      case Fma(Expr a, Expr b, Expr c) -> List.of(a, b, c);
      case Select(_, Expr a, Expr b, Expr then, Expr otherwise) -> List.of(a, b, then, otherwise);
    };
  }

  /** This tree with its direct subexpressions replaced, left to right. */
  default Expr withChildren(List<Expr> to) {
    return switch (this) {
      case Arg _, Const _, Position _, Row _, Random _ -> this;
      case Unary(UnaryOp op, _) -> new Unary(op, to.get(0));
      case Binary(BinaryOp op, _, _) -> new Binary(op, to.get(0), to.get(1));
      case Fma _ -> new Fma(to.get(0), to.get(1), to.get(2));
      case Select(Compare compare, _, _, _, _) ->
          new Select(compare, to.get(0), to.get(1), to.get(2), to.get(3)).simplest();
    };
  }

  /** This tree with every {@link Arg} replaced by what {@code replacements} holds at its index. */
  default Expr substitute(List<Expr> replacements) {
    if (this instanceof Arg(int index)) {
      return replacements.get(index);
    }
    List<Expr> to = new ArrayList<>();
    for (Expr child : children()) {
      to.add(child.substitute(replacements));
    }
    return withChildren(to);
  }

  /** The operand numbers that occur, in order of first use. */
  default SequencedSet<Integer> arguments() {
    SequencedSet<Integer> found = new LinkedHashSet<>();
    collectArguments(found);
    return found;
  }

  private void collectArguments(SequencedSet<Integer> found) {
    if (this instanceof Arg(int index)) {
      found.add(index);
    }
    for (Expr child : children()) {
      child.collectArguments(found);
    }
  }

  /** Whether a node satisfying {@code what} occurs anywhere in this tree. */
  default boolean contains(Class<? extends Expr> what) {
    return what.isInstance(this) || children().stream().anyMatch(child -> child.contains(what));
  }
}
