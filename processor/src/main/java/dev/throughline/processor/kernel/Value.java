package dev.throughline.processor.kernel;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Expr.BinaryOp;
import dev.throughline.processor.graph.Expr.Compare;
import dev.throughline.processor.graph.Expr.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a statement of a kernel computes: a scalar expression over named leaves.
 *
 * <p>Arithmetic is that of {@link Expr}: each operation rounded once, in the order written.
 */
public sealed interface Value {

  /** An element of a buffer. */
  record Load(Access access) implements Value {}

  /** A local declared before. */
  record Local(String name) implements Value {}

  /** A number that the caller passes for each launch, such as a learning rate. */
  record Scalar(String name) implements Value {}

  /** {@code of} divided by each of {@code counts}, one after the other; computed once, before all loops. */
  record Share(float of, List<Int> counts) implements Value {
    public Share {
      counts = List.copyOf(counts);
    }
  }

  record Const(float value) implements Value {}

  /** A whole number. */
  record Position(Int at) implements Value {}

  /** A uniform draw in [0, 1) for the index {@code element}; {@code stream} tells layers that draw apart. */
  record Random(Int stream, Int element) implements Value {}

  record Unary(UnaryOp op, Value x) implements Value {}

  record Binary(BinaryOp op, Value a, Value b) implements Value {}

  /** {@code a * b + c}, rounded once. */
  record Fma(Value a, Value b, Value c) implements Value {}

  /** {@code a <compare> b ? then : otherwise}. */
  record Select(Compare compare, Value a, Value b, Value then, Value otherwise) implements Value {}

  Value ZERO = new Const(0);
  Value ONE = new Const(1);

  static Value load(String buffer, Int at) {
    return new Load(new Access(buffer, at));
  }

  static Value local(String name) {
    return new Local(name);
  }

  static Value scalar(String name) {
    return new Scalar(name);
  }

  static Value constant(double value) {
    return new Const((float) value);
  }

  static Value unary(UnaryOp op, Value x) {
    return new Unary(op, x);
  }

  static Value fma(Value a, Value b, Value c) {
    return new Fma(a, b, c);
  }

  /** {@code expr}, with {@code leaf} for what refers to operands and to where it is evaluated. */
  static Value of(Expr expr, Function<Expr, Value> leaf) {
    return switch (expr) {
      case Expr.Arg _, Expr.Position _, Expr.Row _, Expr.Random _ -> leaf.apply(expr);
      case Expr.Const(float value) -> new Const(value);
      case Expr.Unary(UnaryOp op, Expr x) -> new Unary(op, of(x, leaf));
      case Expr.Binary(BinaryOp op, Expr a, Expr b) -> new Binary(op, of(a, leaf), of(b, leaf));
      case Expr.Fma(Expr a, Expr b, Expr c) -> new Fma(of(a, leaf), of(b, leaf), of(c, leaf));
      case Expr.Select(Compare compare, Expr a, Expr b, Expr then, Expr otherwise) ->
          new Select(compare, of(a, leaf), of(b, leaf), of(then, leaf), of(otherwise, leaf));
    };
  }

  /** {@code expr}, with {@code operands} for its {@link Expr.Arg}s; it refers to nothing else. */
  static Value of(Expr expr, List<Value> operands) {
    return of(expr, leaf -> operands.get(((Expr.Arg) leaf).index()));
  }

  /** {@code this + b}; adding the constant zero adds nothing. */
  default Value plus(Value b) {
    return this.equals(ZERO) ? b : b.equals(ZERO) ? this : new Binary(BinaryOp.ADD, this, b);
  }

  default Value minus(Value b) {
    return b.equals(ZERO) ? this
        : this.equals(ZERO) ? b.negate() : new Binary(BinaryOp.SUB, this, b);
  }

  /** {@code this * b}; a constant zero or one factor is resolved here. */
  default Value times(Value b) {
    if (this.equals(ZERO) || b.equals(ZERO)) {
      return ZERO;
    }
    return this.equals(ONE) ? b : b.equals(ONE) ? this : new Binary(BinaryOp.MUL, this, b);
  }

  default Value over(Value b) {
    return b.equals(ONE) ? this : new Binary(BinaryOp.DIV, this, b);
  }

  default Value negate() {
    return this instanceof Const(float v) ? new Const(-v) : new Unary(UnaryOp.NEG, this);
  }

  /** The direct subexpressions, left to right. */
  default List<Value> children() {
    return switch (this) {
      case Load _, Local _, Scalar _, Share _, Const _ -> List.of();
      case Position _, Random _ -> List.of();
      case Unary(_, Value x) -> List.of(x);
      case Binary(_, Value a, Value b) -> List.of(a, b);
      case Fma(Value a, Value b, Value c) -> List.of(a, b, c);
      case Select(_, Value a, Value b, Value then, Value otherwise) ->
          List.of(a, b, then, otherwise);
    };
  }

  /** This tree with its direct subexpressions replaced, left to right. */
  default Value withChildren(List<Value> to) {
    return switch (this) {
      case Load _, Local _, Scalar _, Share _, Const _ -> this;
      case Position _, Random _ -> this;
      case Unary(UnaryOp op, _) -> new Unary(op, to.get(0));
      case Binary(BinaryOp op, _, _) -> new Binary(op, to.get(0), to.get(1));
      case Fma _ -> new Fma(to.get(0), to.get(1), to.get(2));
      case Select(Compare compare, _, _, _, _) ->
          new Select(compare, to.get(0), to.get(1), to.get(2), to.get(3));
    };
  }

  /** This tree with every leaf replaced. */
  default Value withLeaves(UnaryOperator<Value> leaf) {
    List<Value> children = children();
    if (children.isEmpty()) {
      return leaf.apply(this);
    }
    List<Value> to = new ArrayList<>();
    children.forEach(child -> to.add(child.withLeaves(leaf)));
    return withChildren(to);
  }

  /** The whole numbers that this leaf reads. */
  default Stream<Int> numbers() {
    return switch (this) {
      case Load(Access access) -> Stream.of(access.index());
      case Share(_, var counts) -> counts.stream();
      case Position(Int at) -> Stream.of(at);
      case Random(Int stream, Int element) -> Stream.of(stream, element);
      case Local _, Scalar _, Const _ -> Stream.of();
      case Unary _, Binary _, Fma _, Select _ -> Stream.of();
    };
  }

  /** The leaves, left to right. */
  default Stream<Value> leaves() {
    List<Value> children = children();
    return children.isEmpty() ? Stream.of(this) : children.stream().flatMap(Value::leaves);
  }

  /** Whether a leaf of this kind occurs anywhere in this tree. */
  default boolean contains(Class<? extends Value> leaf) {
    return leaves().anyMatch(leaf::isInstance);
  }
}
