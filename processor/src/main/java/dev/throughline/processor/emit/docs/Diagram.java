package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.Columns.Reach;
import dev.throughline.processor.emit.docs.Outline.Body;
import dev.throughline.processor.emit.docs.Outline.Join;
import dev.throughline.processor.emit.docs.Outline.Layer;
import dev.throughline.processor.emit.docs.Outline.Part;
import dev.throughline.processor.emit.docs.Outline.Repeat;
import dev.throughline.processor.emit.docs.Outline.Stage;
import dev.throughline.processor.emit.docs.Svg.Anchor;
import dev.throughline.processor.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Draws a network from the images at the top to the loss at the bottom.
 *
 * <p>The trunk runs straight down; a block is a frame around its members, drawn as a stack where it is
 * repeated; a shortcut leaves the trunk inside the frame and comes back at a plus. A shape stands beside the
 * trunk where it changes.
 */
final class Diagram {
  private static final int LINE = 18;
  private static final int GAP = 16;
  private static final int LABELLED_GAP = 30;
  private static final int MARGIN = 20;
  private static final int JOIN = 9;
  private static final int STACK = 4;

  private final String name;
  private final TensorType input;
  private final Outline outline;
  private final Columns columns;
  private final int trunk;
  private final int width;

  /** Outer frames before the frames within them, which lie on top. */
  private final List<Svg> frames = new ArrayList<>();

  private final Svg lines = new Svg();
  private final Svg boxes = new Svg();

  /** Where the trunk ends so far. */
  private int end;

  /** The shape that the trunk carries there. */
  private TensorType shape;

  private TensorType shown;

  Diagram(String name, TensorType input, Outline outline) {
    this.name = name;
    this.input = input;
    this.outline = outline;
    this.columns = Columns.of(outline);
    Reach reach = columns.reach(outline.parts());
    this.trunk = MARGIN + reach.left();
    // The sheets below a stack reach out a little.
    this.width = trunk + reach.right() + 2 * STACK + MARGIN;
    this.shape = input;
    this.shown = input;
  }

  String write() {
    images();
    outline.parts().forEach(part -> part(part, ""));
    layer(outline.loss(), "loss");
    legend();
    int height = end + MARGIN;
    return DiagramStyle.open(name, width, height)
        + new Svg().rectangle(0, 0, width, height, 8, "page")
        + frames.stream().map(Svg::toString).collect(Collectors.joining())
        + lines
        + boxes
        + "</svg>\n";
  }

  private void images() {
    String words = "images  " + input;
    int wide = Lettering.mono(words) + 2 * Columns.PAD;
    int high = LINE + 10;
    boxes.rectangle(trunk - wide / 2, MARGIN, wide, high, high / 2, "end");
    boxes.text(trunk, MARGIN + 18, Anchor.MIDDLE, "shape", "images " + input);
    end = MARGIN + high;
  }

  private void part(Part part, String above) {
    switch (part) {
      case Layer layer -> layer(layer, layer.cost().parameters() > 0 ? "trained" : "plain");
      case Stage stage -> stage(stage, above + stage.name());
    }
  }

  private void layer(Layer layer, String style) {
    List<String> words = Lettering.wrap(layer.description(), columns.words());
    int top = next();
    int left = trunk - columns.box() / 2;
    int high = words.size() * LINE + 12;
    boxes.rectangle(left, top, columns.box(), high, 6, "box " + style);
    boxes.text(left + Columns.PAD, top + LINE + 1, Anchor.START, "name", layer.name());
    label(words, left + 2 * Columns.PAD + columns.name(), top + LINE + 1);
    String number = Columns.number(layer);
    if (!number.isEmpty()) {
      int right = left + columns.box() - Columns.PAD;
      boxes.text(right, top + LINE + 1, Anchor.END, "number", number);
    }
    end = top + high;
    shape = layer.out();
  }

  private void label(List<String> words, int x, int y) {
    for (int i = 0; i < words.size(); i++) {
      boxes.text(x, y + i * LINE, Anchor.START, "words", words.get(i));
    }
  }

  private void stage(Stage stage, String path) {
    Reach reach = columns.reach(stage);
    if (stage.repeats().size() == 1) {
      Repeat only = stage.repeats().getFirst();
      Frame frame = open(stage.name(), stage.description(), only.count(), reach);
      body(only.body(), path + ".");
      close(frame);
      return;
    }
    Frame outer = open(stage.name(), stage.description(), 1, reach);
    for (Repeat repeat : stage.repeats()) {
      String label = stage.name() + "." + repeat.label();
      Frame inner = open(label, "", repeat.count(), columns.reach(repeat.body()));
      body(repeat.body(), repeat.path(path) + ".");
      close(inner);
    }
    close(outer);
  }

  private void body(Body body, String above) {
    boolean skips = body.join().flatMap(Join::shortcut).isPresent();
    int fork = end + 10;
    if (skips) {
      // Room for the shortcut to leave above the first box.
      boxes.circle(trunk, fork, 3, "fork");
      end = fork;
      lines.path("M%d %dV%d".formatted(trunk, fork - 10, fork), "line");
    }
    body.parts().forEach(part -> part(part, above));
    if (skips) {
      body.join().ifPresent(join -> join(join, fork, columns.reach(body.parts()).right()));
    }
  }

  private void join(Join join, int fork, int reach) {
    int top = next();
    int y = top + JOIN;
    int x = trunk + reach + Columns.LANE_LINE;
    int back = trunk + JOIN;
    lines.path(
        "M%d %dH%dQ%d %d %d %dV%dQ%d %d %d %dH%d"
            .formatted(trunk, fork, x - 8, x, fork, x, fork + 8, y - 8, x, y, x - 8, y, back + 6),
        "line skip");
    lines.path("M%d %dl8 -4v8z".formatted(back, y), "head skip");
    boxes.circle(trunk, y, JOIN, "join");
    boxes.path("M%d %dh10M%d %dv10".formatted(trunk - 5, y, trunk, y - 5), "plus");
    List<String> words = join.shortcut().map(s -> Columns.shortcut(s, join)).orElse(List.of());
    label(words, x + 8, (fork + y) / 2 + 4);
    end = y + JOIN;
    shape = join.out();
  }

  /** Leads the trunk on to the next box; answers where that begins. */
  private int next() {
    boolean changed = !shape.equals(shown);
    int top = end + (changed ? LABELLED_GAP : GAP);
    lines.path("M%d %dV%d".formatted(trunk, end, top - 6), "line");
    lines.path("M%d %dl-4 -8h8z".formatted(trunk, top), "head");
    if (changed) {
      lines.text(trunk + 10, end + 18, Anchor.START, "shape", shape.toString());
      shown = shape;
    }
    return top;
  }

  /** A frame whose lower edge is not known yet. */
  private record Frame(int top, int count, Reach reach, Svg sheets) {}

  private Frame open(String title, String description, int count, Reach reach) {
    int top = next();
    int left = trunk - reach.left();
    int wide = reach.left() + reach.right();
    int beside = left + 2 * Columns.PAD + Lettering.mono(title);
    int room = left + wide - beside - (count > 1 ? 56 : Columns.PAD);
    List<String> words = Lettering.wrap(description, room);
    int high = words.size() * LINE + 12;
    boxes.rectangle(left, top, wide, high, 6, "title");
    boxes.text(left + Columns.PAD, top + LINE + 1, Anchor.START, "name", title);
    label(words, beside, top + LINE + 1);
    if (count > 1) {
      boxes.rectangle(left + wide - 48, top + 5, 40, 20, 10, "badge");
      boxes.text(left + wide - 28, top + 19, Anchor.MIDDLE, "times", "×" + count);
    }
    end = top + high;
    Svg sheets = new Svg();
    frames.add(sheets);
    return new Frame(top, count, reach, sheets);
  }

  private void close(Frame frame) {
    int bottom = end + 14;
    int left = trunk - frame.reach().left();
    int wide = frame.reach().left() + frame.reach().right();
    int sheets = Math.min(frame.count() - 1, 2);
    for (int sheet = sheets; sheet >= 0; sheet--) {
      int off = sheet * STACK;
      frame.sheets().rectangle(left + off, frame.top() + off, wide, bottom - frame.top(), 8,
          "frame");
    }
    lines.path("M%d %dV%d".formatted(trunk, end, bottom + sheets * STACK), "line");
    end = bottom + sheets * STACK;
  }

  private void legend() {
    int y = end + 24;
    int x = trunk - columns.box() / 2;
    boxes.rectangle(x, y, 14, 14, 3, "box trained");
    String trained = "trained, with its number of parameters";
    boxes.text(x + 22, y + 12, Anchor.START, "words faint", trained);
    int second = x + 22 + Lettering.sans(trained) + 16;
    boxes.rectangle(second, y, 14, 14, 3, "box plain");
    boxes.text(second + 22, y + 12, Anchor.START, "words faint", "nothing to train");
    end = y + 14;
  }
}
