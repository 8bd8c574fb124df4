package dev.throughline.processor.emit.docs;

import static dev.throughline.processor.emit.docs.MarkdownTable.bold;
import static dev.throughline.processor.emit.docs.MarkdownTable.code;
import static dev.throughline.processor.emit.docs.Words.grouped;
import static dev.throughline.processor.emit.docs.Words.groupedOrDash;

import dev.throughline.processor.emit.docs.Outline.Cost;
import dev.throughline.processor.emit.docs.Outline.Join;
import dev.throughline.processor.emit.docs.Outline.Layer;
import dev.throughline.processor.emit.docs.Outline.Part;
import dev.throughline.processor.emit.docs.Outline.Repeat;
import dev.throughline.processor.emit.docs.Outline.Stage;
import dev.throughline.processor.graph.TensorType;

/** The members of a network with what each of them costs. */
final class LayerTable {
  private final MarkdownTable table =
      new MarkdownTable(
          "Member", "What it is", ">×", "Output", ">Parameters", ">FLOP", ">Output bytes");

  private LayerTable() {}

  static String of(Outline outline) {
    LayerTable rows = new LayerTable();
    outline.parts().forEach(part -> rows.part(part, "", 1));
    rows.part(outline.loss(), "", 1);
    rows.row(bold("all"), "", "", "", outline.cost(), true);
    return rows.table.toString();
  }

  private void part(Part part, String above, int count) {
    String path = above + part.name();
    switch (part) {
      case Layer layer -> layer(path, layer.description(), count, layer.out(), layer.cost());
      case Stage stage -> stage(stage, path, count);
    }
  }

  private void stage(Stage stage, String path, int count) {
    row(
        bold(code(path)),
        bold(stage.description()),
        times(count),
        type(stage.out()),
        stage.cost(),
        true);
    for (Repeat repeat : stage.repeats()) {
      String inside = repeat.path(path);
      int times = count * repeat.count();
      repeat.body().parts().forEach(part -> part(part, inside + ".", times));
      repeat.body().join().ifPresent(join -> join(join, inside, times));
    }
  }

  private void join(Join join, String path, int count) {
    String words = join.shortcut().map(skip -> "join with the skip: " + skip).orElse("activation");
    layer(path, words, count, join.out(), join.cost());
  }

  private void layer(String path, String description, int count, TensorType out, Cost cost) {
    row(code(path), description, times(count), type(out), cost, false, bytes(out));
  }

  private static String times(int count) {
    return count == 1 ? "" : String.valueOf(count);
  }

  /** In one line, however narrow the column. */
  private static String type(TensorType out) {
    return code(out.toString().replace(' ', Words.NO_BREAK));
  }

  private static String bytes(TensorType out) {
    return grouped(Float.BYTES * out.elements());
  }

  private void row(
      String member, String what, String count, String out, Cost cost, boolean sum) {
    row(member, what, count, out, cost, sum, "");
  }

  private void row(
      String member, String what, String count, String out, Cost cost, boolean sum, String bytes) {
    String parameters = groupedOrDash(cost.parameters());
    String flops = groupedOrDash(cost.flops());
    table.row(
        member,
        what,
        count,
        out,
        sum ? bold(parameters) : parameters,
        sum ? bold(flops) : flops,
        bytes);
  }
}
