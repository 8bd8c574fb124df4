package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A loop over rows of which a few are written out, one below the other, within one loop over lanes.
 *
 * <p>What a row loads from where the next one does too it loads once; what it stores there the last row stores. A loop over
 * so few rows would cost more than what it runs, and so would a loop along each short row.
 */
final class Together {
  /** As many as leave a machine of 16 registers some for what they share. */
  private static final int ROWS = 4;

  private static final String WHOLE = "wholeRows";

  private final String row;
  private final Set<String> declared = new HashSet<>();
  private final Set<String> carried = new HashSet<>();

  private Together(String row) {
    this.row = row;
  }

  /** {@code rows} in this form; itself if it holds anything but one loop over lanes. */
  static List<Stmt> of(Stmt.For rows) {
    if (rows.body().size() != 1
        || !(rows.body().getFirst() instanceof Stmt.For lanes)
        || !lanes.run().inLanes()) {
      return List.of(serial(rows, rows.from(), rows.to(), 1, rows.body()));
    }
    Int count = rows.to().minus(rows.from());
    Int whole = Int.variable(WHOLE);
    Stmt.For several =
        new Stmt.For(
            lanes.variable(), lanes.from(), lanes.to(), lanes.step(), lanes.run(),
            new Together(rows.variable()).written(lanes.body()));
    return List.of(
        new Stmt.Let(WHOLE, rows.from().plus(count.over(Int.of(ROWS)).times(Int.of(ROWS)))),
        serial(rows, rows.from(), whole, ROWS, List.of(several)),
        serial(rows, whole, rows.to(), 1, rows.body()));
  }

  private static Stmt serial(Stmt.For rows, Int from, Int to, int step, List<Stmt> body) {
    return Stmt.stepped(rows.variable(), from, to, Int.of(step), body);
  }

  private List<Stmt> written(List<Stmt> body) {
    for (Stmt statement : body) {
      if (statement instanceof Stmt.Declare(String local, Value value)) {
        declared.add(local);
        if (value instanceof Value.Load(Access access) && !access.index().names(row)) {
          carried.add(local);
        }
      }
    }
    List<Stmt> written = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      for (Stmt statement : body) {
        boolean shared = begins(statement) && i > 0 || ends(statement) && i < ROWS - 1;
        if (!shared) {
          written.add(ofRow(i, statement));
        }
      }
    }
    return written;
  }

  private boolean begins(Stmt statement) {
    return statement instanceof Stmt.Declare(String local, _) && carried.contains(local);
  }

  private boolean ends(Stmt statement) {
    return statement instanceof Stmt.Store(Access target, Value value)
        && value instanceof Value.Local(String local)
        && carried.contains(local)
        && !target.index().names(row);
  }

  private Stmt ofRow(int i, Stmt statement) {
    return switch (statement) {
      case Stmt.Declare(String local, Value value) -> new Stmt.Declare(name(i, local),
          value(i, value));
      case Stmt.Update(String local, var reduction, Value value) ->
          new Stmt.Update(name(i, local), reduction, value(i, value));
      case Stmt.Store(Access target, Value value) ->
          new Stmt.Store(access(i, target), value(i, value));
      default -> throw new IllegalArgumentException("not of one element: " + statement);
    };
  }

  private Value value(int i, Value value) {
    return value.withLeaves(
        leaf -> switch (leaf) {
          case Value.Local(String local) -> Value.local(name(i, local));
          case Value.Load(Access access) -> new Value.Load(access(i, access));
          case Value.Scalar _, Value.Share _, Value.Const _ -> leaf;
          default -> throw new IllegalArgumentException("not of every row: " + leaf);
        });
  }

  private Access access(int i, Access access) {
    return new Access(
        access.buffer(),
        access.index()
            .with(leaf -> leaf.equals(Int.variable(row)) ? Int.variable(row).plus(i) : leaf));
  }

  private String name(int i, String local) {
    return i == 0 || carried.contains(local) || !declared.contains(local) ? local
        : local + "Row" + (i + 1);
  }
}
