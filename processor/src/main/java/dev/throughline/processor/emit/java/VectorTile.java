package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Terms;
import dev.throughline.processor.schedule.Terms.Operand;

/** With the Vector API: all sums are held at once, vectors of a lane for each channel. */
final class VectorTile extends TileBody {
  private final int rows;
  private final int columns;
  private final boolean keepsJ;
  private final String atA;
  private final String atB;

  VectorTile(SourceText text, Terms terms) {
    super(text, terms);
    this.rows = terms.i().extent();
    this.columns = terms.j().extent();
    this.keepsJ = sum.j().moves();
    this.atA = a.buffer() + inner;
    this.atB = b.row().moves() ? b.buffer() + inner : b.start();
  }

  @Override
  void print() {
    int kept = keepsJ ? columns : 1;
    each(rows, i -> each(kept, j -> text.line("FloatVector %s = %s;", name(i, j),
        terms.adds() ? load(sum, sum.start(), i, j) : "FloatVector.zero(SPECIES)")));
    openLoops(atA, atB, rows);
    if (terms.slides()) {
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
    each(rows, i -> each(kept, j -> text.line("%s.intoArray(%s, %s);", name(i, j), sum.buffer(),
        place(sum, sum.start(), i, j))));
  }

  private void loadA(int i) {
    String place =
        terms.readsRuns() ? a.buffer() + i + along(inner, a.step()) : place(a, atA, i, 0);
    text.line("FloatVector at%d = %s;", i, terms.channelwise() ? load(a, atA, i, 0)
        : "FloatVector.broadcast(SPECIES, %s[%s])".formatted(a.buffer(), place));
  }

  private void loadB(int j) {
    text.line("FloatVector %s%d = %s;", b.buffer(), j, load(b, atB, 0, j));
  }

  private void add(int i, int j, int ofA) {
    text.line("%1$s = at%2$d.fma(%3$s%4$d, %1$s);", name(i, j), ofA, b.buffer(), j);
  }

  private String name(int i, int j) {
    return keepsJ ? "sum" + i + "_" + j : "sum" + i;
  }

  private static String load(Operand from, String start, int i, int j) {
    String place = place(from, start, i, j);
    return "FloatVector.fromArray(SPECIES, %s, %s)".formatted(from.buffer(), place);
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
