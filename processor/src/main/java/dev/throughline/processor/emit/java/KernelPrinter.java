package dev.throughline.processor.emit.java;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.emit.java.Scope.Kind;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.IntText;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.schedule.Terms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks through a loop kernel and prints it as one function of a language.
 *
 * <p>Parameters are the buffers, the sizes that differ between launches, the batch, the seed if anything is drawn, the
 * scalars, and the range of tasks.
 */
final class KernelPrinter {
  static final String BATCH = "batch";
  static final String SEED = "seed";
  /** What holds a vector's worth of draws. */
  static final String DRAWN = "drawn";

  /** The text of a variable that is always 0. */
  static final String NOTHING = "0";

  private static final String FROM = "from";
  private static final String TO = "to";

  private final Kernel kernel;
  private final Dialect dialect;
  private final Scope names;
  private final ApartPrinter apart;
  private final ValuePrinter values = new ValuePrinter(this);
  private SourceText text = new SourceText();
  private final List<String> parameters = new ArrayList<>();

  /**
   * Prints {@code kernel}.
   *
   * @param words texts whose words mean something of their own in what is printed
   */
  KernelPrinter(Kernel kernel, Dialect dialect, List<String> words) {
    this.kernel = kernel;
    this.dialect = dialect;
    this.apart = new ApartPrinter(this, kernel, dialect, words);
    this.names = Scope.apartFrom(words);
    for (Buffer buffer : kernel.buffers()) {
      String array = names.declare(Kind.ARRAY, buffer.name());
      String start = names.declare(Kind.START, buffer.name());
      parameters.addAll(dialect.buffer(array, start, buffer.written()));
    }
    for (String extent : kernel.parameters()) {
      parameters.add(
          dialect.number(Dialect.Argument.SIZE, names.declare(Kind.EXTENT, extent)));
    }
    if (kernel.readsBatch()) {
      parameter(Dialect.Argument.SIZE, BATCH);
    }
    if (kernel.isRandom()) {
      parameter(Dialect.Argument.SEED, SEED);
    }
    kernel.scalars().forEach(scalar -> parameter(Dialect.Argument.SCALAR, scalar));
    if (kernel.usesScratch()) {
      parameters.add(apart.scratch(names));
    }
    if (kernel.unit() == Unit.ROWS) {
      parameter(Dialect.Argument.SIZE, Kernel.PARTS);
    }
    if (kernel.unit() != Unit.ONCE) {
      parameter(Dialect.Argument.SIZE, FROM);
      parameter(Dialect.Argument.SIZE, TO);
    }
  }

  private void parameter(Dialect.Argument what, String number) {
    parameters.add(dialect.number(what, names.declare(Kind.SCALAR, number)));
  }

  /** What the function calls {@code buffer}. */
  String name(Buffer buffer) {
    return names.of(Kind.ARRAY, buffer.name());
  }

  /** The function, after {@code comment}, then those of its parts that stand apart. */
  List<JavaMethod> print(List<String> comment) {
    text.openMethod(dialect.head(kernel.name()), parameters);
    constants(kernel.used(), names);
    if (kernel.isRandom()) {
      dialect.drawn(this, names.declare(Kind.SCALAR, DRAWN));
    }
    for (Value.Share share : kernel.shares()) {
      List<String> counts =
          share.counts().stream()
              .filter(count -> !count.equals(Int.ONE))
              .map(numbers(names)::atom)
              .toList();
      String value = dialect.share(share.of(), counts);
      String name = names.bind(Kind.SHARE, share.toString(), names.fresh("share"));
      text.line(dialect.constant("float", name, value));
    }
    kernel.statements()
        .filter(Stmt.Reduce.class::isInstance)
        .flatMap(statement -> ((Stmt.Reduce) statement).results().stream())
        .map(Stmt.Reduce.Result::local)
        .distinct()
        .forEach(local -> dialect.parts(this, local));
    switch (kernel.unit()) {
      case ONCE -> block(kernel.body(), Block.of(dialect.scalar(), "", names));
      case SAMPLES, ROWS, SPLIT -> {
        if (kernel.unit() == Unit.ROWS) {
          names.bind(Kind.LOCAL, Kernel.PARTS, names.of(Kind.SCALAR, Kernel.PARTS));
        }
        names.bind(Kind.LOCAL, Kernel.FROM, names.of(Kind.SCALAR, FROM));
        names.bind(Kind.LOCAL, Kernel.TO, names.of(Kind.SCALAR, TO));
        block(kernel.body(), Block.of(dialect.scalar(), "", names));
      }
      case SAMPLE, ELEMENT ->
          dialect.tasks(this, kernel, names.of(Kind.SCALAR, FROM), names.of(Kind.SCALAR, TO));
    }
    List<JavaMethod> all = new ArrayList<>();
    all.add(new JavaMethod(kernel.name(), SourceText.comment(comment), text.close().toString()));
    all.addAll(apart.methods());
    return all;
  }

  /** Declares those constants of the kernel that are {@code used}. */
  void constants(Collection<String> used, Scope scope) {
    for (Map.Entry<String, Integer> constant : kernel.constants().entrySet()) {
      if (used.contains(constant.getKey())) {
        String name = scope.declare(Kind.EXTENT, constant.getKey());
        text.line(dialect.constant("int", name, Integer.toString(constant.getValue())));
      }
    }
  }

  SourceText text() {
    return text;
  }

  /** Prints what {@code print} prints into a text of its own. */
  SourceText aside(SourceText own, Runnable print) {
    SourceText around = text;
    text = own;
    print.run();
    text = around;
    return own;
  }

  /** The names that the parameters have, and what is declared before the loops. */
  Scope names() {
    return names;
  }

  void block(List<Stmt> body, Block block) {
    body.forEach(statement -> statement(statement, block));
  }

  private void statement(Stmt statement, Block block) {
    switch (statement) {
      case Stmt.For loop -> {
        if (loop.run().inLanes()) {
          dialect.lanes(this, loop, block);
        } else if (loop.run() == Stmt.Run.TOGETHER) {
          dialect.together(this, loop, block);
        } else {
          loop(loop, block.inner());
        }
      }
      case Stmt.Reduce reduce -> dialect.reduce(this, reduce, block);
      case Stmt.Guard(Int index, Int below, var body) -> {
        text.open("if (%s) {", dialect.inside(number(index, block), number(below, block)));
        block(body, block.inner());
        text.close();
      }
      case Stmt.Let(String variable, Int value) -> {
        String printed = number(value, block);
        text.line("int %s = %s;", block.declare(variable), printed);
      }
      case Stmt.Read(String variable, Access source) -> {
        String printed = dialect.scalar().load(array(source, block), place(source, block), 0);
        text.line(dialect.read(block.declare(variable), printed));
      }
      case Stmt.Declare(String local, Value value) -> {
        String printed = values.value(value, block);
        text.line("%s %s = %s;", block.spelling().type(), block.declare(local),
            ScalarSpelling.bare(printed));
      }
      case Stmt.Update(String local, var reduction, Value value) -> {
        String printed = values.value(value, block);
        String name = block.local(local);
        text.line("%s = %s;", name, block.spelling().combined(name, reduction, printed));
      }
      case Stmt.Store(Access target, Value value) -> {
        String printed = values.value(value, block);
        String array = array(target, block);
        String place = place(target, block);
        text.line("%s", block.spelling().store(array, place, printed));
        block.loaded().remove(ValuePrinter.element(array, place));
      }
      case Stmt.If(Int a, Int b, var body) -> {
        text.open("if (%s < %s) {", number(a, block), number(b, block));
        block(body, block.inner());
        text.close();
      }
      case Stmt.Copy(Access source, Access target, Int count) ->
          text.line("%s",
              dialect.copy(
                  array(source, block), place(source, block), array(target, block),
                  place(target, block), number(count, block)));
      case Stmt.Clear(Access target, Int count) ->
          text.line("%s",
              dialect.clear(
                  array(target, block),
                  place(target, block),
                  place(new Access(target.buffer(), target.index().plus(count)), block)));
      case Stmt.Call call -> call(call, block);
      case Stmt.Panel panel -> dialect.panel(this, panel, block);
      case Stmt.Apart part -> apart.call(part, block);
    }
  }

  private void call(Stmt.Call call, Block block) {
    Terms terms = call.tile().terms();
    Map<String, String> arguments = new HashMap<>();
    call.arguments().forEach((name, value) -> arguments.put(name, number(value, block)));
    operand(terms.a(), call.a(), block, arguments);
    operand(terms.b(), call.b(), block, arguments);
    operand(terms.sum(), call.sum(), block, arguments);
    text.call(
        call.tile().name(),
        terms.parameters().stream().map(name -> requireNonNull(arguments.get(name), name)).toList(),
        ";");
  }

  private void operand(
      Terms.Operand operand, Access access, Block block, Map<String, String> arguments) {
    arguments.put(operand.buffer(), array(access, block));
    arguments.put(operand.start(), place(access, block));
  }

  /** A loop whose variable is declared in {@code block}, which is its own. */
  void loop(Stmt.For loop, Block block) {
    String from = number(loop.from(), block);
    String to = number(loop.to(), block);
    String step = number(loop.step(), block);
    String i = block.declare(loop.variable());
    text.open("for (int %s = %s; %s < %s; %s) {", i, from, i, to,
        step.equals("1") ? i + "++" : i + " += " + step);
    block(loop.body(), block);
    text.close();
  }

  static String array(Access access, Block block) {
    return block.names().of(Kind.ARRAY, access.buffer());
  }

  String place(Access access, Block block) {
    String start = block.names().of(Kind.START, access.buffer());
    String index = number(access.index(), block);
    return start.isEmpty() ? index : index.equals("0") ? start
        : start + (index.startsWith("-") ? " - " + index.substring(1) : " + " + index);
  }

  /** {@code value} as it is named in {@code block}. */
  String number(Int value, Block block) {
    return numbers(block.names()).text(without(value, block.names()));
  }

  /** {@code value} with nothing in place of variables that are printed as 0. */
  private static Int without(Int value, Scope names) {
    return value.with(
        leaf -> leaf instanceof Int.Variable(String name)
            && names.of(Kind.LOCAL, name).equals(NOTHING)
                ? Int.ZERO
                : leaf);
  }

  IntText numbers(Scope scope) {
    return dialect.numbers(
        leaf -> switch (leaf) {
          case Int.Variable(String name) -> scope.of(Kind.LOCAL, name);
          case Int.Extent(String name) -> scope.of(Kind.EXTENT, name);
          case Int.Batch() -> scope.of(Kind.SCALAR, BATCH);
          case Int.Number _, Int.Sum _, Int.Product _, Int.Least _, Int.Most _ ->
              throw new IllegalArgumentException("no leaf: " + leaf);
          case Int.Quotient _, Int.Remainder _ ->
              throw new IllegalArgumentException("no leaf: " + leaf);
        });
  }
}
