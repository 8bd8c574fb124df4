package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Terms;
import dev.throughline.processor.schedule.Terms.Operand;

/** With the Vector API: all sums are held at once, vectors of a lane for each channel. */
final class VectorTile extends TileBody {
  private final int rows;
  private final int columns;
  private final int vectors;
  private final boolean keepsJ;
  private final String atA;
  private final String atB;

  VectorTile(SourceText text, Terms terms) {
    super(text, terms);
    this.rows = terms.i().extent();
    this.columns = terms.j().extent();
    this.vectors = terms.vectors();
    this.keepsJ = sum.j().moves();
    this.atA = a.buffer() + inner;
    this.atB = b.row().moves() ? b.buffer() + inner : b.start();
  }

  @Override
  void print() {
    int kept = keepsJ ? columns : 1;
    each(rows, i -> each(kept, j -> each(vectors, v -> text.line("FloatVector %s = %s;",
        name(i, j, v), terms.adds() ? load(sum, i, j, v) : "FloatVector.zero(SPECIES)"))));
    openLoops(atA, atB, rows);
    if (terms.slides() && vectors > 1) {
      // One of a at a time, and all of b first: as few registers as can be.
      each(columns, this::loadB);
      each(rows + columns - 1, at -> {
        loadA(at);
        each(columns, j -> {
          if (at >= j && at - j < rows) {
            add(at - j, j, at);
          }
        });
      });
    } else if (terms.slides()) {
      // All of a first, as each value meets several columns.
      each(rows + columns - 1, this::loadA);
      each(columns, j -> {
        loadB(j);
        each(rows, i -> add(i, j, i + j));
      });
    } else {
      each(columns, this::loadB);
      each(rows, i -> {
        loadA(i);
        each(columns, j -> add(i, j, i));
      });
    }
    if (!terms.readsRuns()) {
      advance(atA, a.step());
    }
    advance(atB, b.step());
    text.close().close();
    each(rows, i -> each(kept, j -> each(vectors, v -> text.line("%s.intoArray(%s, %s);",
        name(i, j, v), sum.buffer(), place(sum, sum.start(), i, j) + lanes(v)))));
  }

  private void loadA(int i) {
    String place =
        terms.readsRuns() ? a.buffer() + i + along(inner, a.step()) : place(a, atA, i, 0);
    text.line("FloatVector at%d = %s;", i,
        terms.channelwise() ? load(a.buffer(), place(a, atA, i, 0))
            : "FloatVector.broadcast(SPECIES, %s[%s])".formatted(a.buffer(), place));
  }

  private void loadB(int j) {
    each(vectors, v -> text.line("FloatVector %s = %s;", nameB(j, v),
        load(b.buffer(), place(b, atB, 0, j) + lanes(v))));
  }

  private void add(int i, int j, int ofA) {
    each(vectors,
        v -> text.line("%1$s = at%2$d.fma(%3$s, %1$s);", name(i, j, v), ofA, nameB(j, v)));
  }

  private String name(int i, int j, int v) {
    return (keepsJ ? "sum" + i + "_" + j : "sum" + i) + vector(v);
  }

  private String nameB(int j, int v) {
    return b.buffer() + j + vector(v);
  }

  /** Tells vectors of the same i and j apart. */
  private String vector(int v) {
    return vectors == 1 ? "" : "_" + v;
  }

  private static String lanes(int v) {
    return v == 0 ? "" : v == 1 ? " + LANES" : " + " + v + " * LANES";
  }

  private String load(Operand from, int i, int j, int v) {
    return load(from.buffer(), place(from, from.start(), i, j) + lanes(v));
  }

  private static String load(String buffer, String place) {
    return "FloatVector.fromArray(SPECIES, %s, %s)".formatted(buffer, place);
  }

  private static String place(Operand of, String start, int i, int j) {
    return start + named(i, of.i()) + named(j, of.j())
        + floats(of.first() + i * of.i().floats() + j * of.j().floats());
  }

  @Override
  String start(Operand of) {
    return of.start() + along(terms.outer().variable(), of.row());
  }
}
