package dev.throughline.processor.emit.docs;

import static dev.throughline.processor.emit.docs.Words.grouped;
import static dev.throughline.processor.emit.docs.Words.groupedOrDash;

import dev.throughline.processor.emit.docs.Outline.Body;
import dev.throughline.processor.emit.docs.Outline.Cost;
import dev.throughline.processor.emit.docs.Outline.Join;
import dev.throughline.processor.emit.docs.Outline.Layer;
import dev.throughline.processor.emit.docs.Outline.Part;
import dev.throughline.processor.emit.docs.Outline.Repeat;
import dev.throughline.processor.emit.docs.Outline.Stage;
import dev.throughline.processor.emit.docs.page.Page.Table;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.TableBuilder;
import dev.throughline.processor.graph.TensorType;
import java.util.List;
import java.util.function.ToLongFunction;

/** The members of a network with what each of them costs. */
final class LayerTable {
  private final TableBuilder table =
      new TableBuilder(
          "Member", "What it is", ">×", "Output", ">Parameters", ">FLOP", ">Output bytes");

  private LayerTable() {}

  static Table of(Outline outline) {
    LayerTable rows = new LayerTable();
    rows.parts(outline.parts(), outline.parts(), "", 1);
    Cost all = outline.cost();
    rows.sum(Prose.of("all").bold(), Prose.NONE, "", Prose.NONE, all, all);
    return rows.table.build();
  }

  /** Rows of {@code parts}; {@code last} are the same ones in the last repeat of what they are in. */
  private void parts(List<Part> parts, List<Part> last, String above, int count) {
    for (int i = 0; i < parts.size(); i++) {
      String path = above + parts.get(i).name();
      if (parts.get(i) instanceof Layer layer && last.get(i) instanceof Layer end) {
        layer(path, layer, end, count);
      } else if (parts.get(i) instanceof Stage stage && last.get(i) instanceof Stage end) {
        stage(stage, end, path, count);
      }
    }
  }

  private void stage(Stage stage, Stage last, String path, int count) {
    sum(
        Prose.code(path).bold(),
        Prose.text(stage.description()).bold(),
        times(count),
        type(stage.out(), last.out()),
        stage.cost(),
        last.cost());
    for (int i = 0; i < stage.repeats().size(); i++) {
      Repeat repeat = stage.repeats().get(i);
      String inside = repeat.label(path);
      int times = count * repeat.count();
      Body body = repeat.body();
      Body end = last.repeats().get(i).last();
      parts(body.parts(), end.parts(), inside + ".", times);
      if (body.join().isPresent() && end.join().isPresent()) {
        join(inside, body, end, times);
      }
    }
  }

  private void join(String path, Body body, Body last, int count) {
    Join join = body.join().orElseThrow();
    Join end = last.join().orElseThrow();
    Cost first = body.aside().map(a -> a.cost().plus(join.cost())).orElse(join.cost());
    Cost then = last.aside().map(a -> a.cost().plus(end.cost())).orElse(end.cost());
    row(path, join.words(), count, join.out(), end.out(), first, then);
  }

  private void layer(String path, Layer layer, Layer last, int count) {
    row(path, layer.description(), count, layer.out(), last.out(), layer.cost(), last.cost());
  }

  private void row(
      String path,
      String words,
      int count,
      TensorType out,
      TensorType lastOut,
      Cost cost,
      Cost last) {
    String bytes = grouped(bytes(out));
    table.row(
        Prose.code(path),
        Prose.text(words),
        Prose.text(times(count)),
        type(out, lastOut),
        Prose.text(range(cost, last, Cost::parameters)),
        Prose.text(range(cost, last, Cost::flops)),
        Prose.text(
            out.equals(lastOut) ? bytes : bytes + " to " + grouped(bytes(lastOut))));
  }

  private void sum(
      Prose member, Prose what, String count, Prose out, Cost cost, Cost last) {
    table.row(
        member,
        what,
        Prose.text(count),
        out,
        Prose.text(range(cost, last, Cost::parameters)).bold(),
        Prose.text(range(cost, last, Cost::flops)).bold(),
        Prose.NONE);
  }

  private static String times(int count) {
    return count == 1 ? "" : String.valueOf(count);
  }

  /** In one line, however narrow the column. */
  private static Prose type(TensorType out, TensorType last) {
    Prose first = Prose.code(out.toString().replace(' ', Words.NO_BREAK));
    return out.equals(last) ? first : first.then(Prose.text(" to ")).then(type(last, last));
  }

  private static long bytes(TensorType out) {
    return Float.BYTES * out.elements();
  }

  private static String range(Cost first, Cost last, ToLongFunction<Cost> what) {
    long from = what.applyAsLong(first);
    long to = what.applyAsLong(last);
    return from == to ? groupedOrDash(from) : grouped(from) + " to " + grouped(to);
  }
}
