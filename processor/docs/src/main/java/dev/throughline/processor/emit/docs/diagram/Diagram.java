package dev.throughline.processor.emit.docs.diagram;

import dev.throughline.processor.emit.docs.diagram.Layout.Place;
import dev.throughline.processor.emit.docs.diagram.Layout.Point;
import dev.throughline.processor.emit.docs.diagram.Layout.Route;
import dev.throughline.processor.emit.docs.diagram.Sketch.Arrow;
import dev.throughline.processor.emit.docs.diagram.Sketch.Box;
import dev.throughline.processor.emit.docs.diagram.Sketch.Fork;
import dev.throughline.processor.emit.docs.diagram.Sketch.Frame;
import dev.throughline.processor.emit.docs.diagram.Sketch.Plus;
import dev.throughline.processor.emit.docs.diagram.Sketch.Shape;
import dev.throughline.processor.emit.docs.diagram.Svg.Anchor;
import java.util.List;
import java.util.Locale;

/** Draws a sketch as SVG. */
public final class Diagram {
  private static final int MARGIN = 16;
  private static final int CORNER = 8;
  private static final int ARROW = 7;

  private final Sketch sketch;
  private final Measures measures;
  private final Layout layout;
  private final Svg frames = new Svg();
  private final Svg lines = new Svg();
  private final Svg boxes = new Svg();

  private Diagram(Sketch sketch) {
    this.sketch = sketch;
    this.measures = new Measures(sketch);
    this.layout = LayeredLayout.of(sketch, measures);
  }

  /** A file of its own. */
  public static String draw(Sketch sketch) {
    return new Diagram(sketch).write();
  }

  private String write() {
    sketch.shapes().forEach(this::shape);
    for (int i = 0; i < sketch.arrows().size(); i++) {
      arrow(sketch.arrows().get(i), layout.routes().get(i));
    }
    int width = layout.width() + 2 * MARGIN + 2 * Measures.SHEET;
    int height = layout.height() + 2 * MARGIN + 2 * Measures.SHEET;
    return DiagramStyle.open(sketch.title(), width, height)
        + new Svg().rectangle(0, 0, width, height, CORNER, "page")
        + String.format(Locale.ROOT, "  <g transform=\"translate(%1$d %1$d)\">\n", MARGIN)
        + frames
        + lines
        + boxes
        + "  </g>\n</svg>\n";
  }

  private Place place(Shape shape) {
    return layout.place(shape.id());
  }

  private void shape(Shape shape) {
    switch (shape) {
      case Box box -> box(box, place(box));
      case Frame frame -> frame(frame, place(frame));
      case Fork fork -> {
        Place at = place(fork);
        boolean skips =
            sketch.arrows().stream().anyMatch(a -> a.skip() && a.from().equals(fork.id()));
        boxes.circle(
            at.middle(), at.top() + at.height() / 2, at.width() / 2, skips ? "head skip" : "head");
      }
      case Plus plus -> plus(place(plus));
    }
  }

  private void box(Box box, Place at) {
    String look = box.look().name().toLowerCase(Locale.ROOT);
    boxes.rectangle(at.left(), at.top(), at.width(), at.height(), 6, "box " + look);
    int x = at.left() + Measures.PAD;
    int y = at.top() + Measures.LINE;
    boxes.text(x, y, Anchor.START, "name", box.name());
    if (!box.number().isEmpty()) {
      boxes.text(at.right() - Measures.PAD, y, Anchor.END, "number", box.number());
    }
    for (String words : Measures.words(box)) {
      y += Measures.LINE;
      boxes.text(x, y, Anchor.START, "words", words);
    }
    if (!box.shape().isEmpty()) {
      boxes.text(x, y + Measures.LINE, Anchor.START, "shape", box.shape());
    }
  }

  private void frame(Frame frame, Place at) {
    for (int sheet = Math.min(frame.count() - 1, 2); sheet >= 0; sheet--) {
      int off = sheet * Measures.SHEET;
      frames.rectangle(at.left() + off, at.top() + off, at.width(), at.height(), CORNER, "frame");
    }
    List<String> words = Measures.words(frame);
    int x = at.left() + Measures.PAD;
    int y = at.top() + Measures.LINE;
    // Over the arrow that leads into the frame.
    boxes.rectangle(at.left(), at.top(), at.width(), measures.titleHeight(frame), CORNER, "title");
    boxes.text(x, y, Anchor.START, "name", frame.title());
    for (String line : words) {
      y += Measures.LINE;
      boxes.text(x, y, Anchor.START, "words faint", line);
    }
    if (frame.count() > 1) {
      boxes.rectangle(at.right() - 50, at.top() + 6, 42, 20, 10, "badge");
      boxes.text(at.right() - 29, at.top() + 20, Anchor.MIDDLE, "times", "×" + frame.count());
    }
    frame.shapes().forEach(this::shape);
  }

  private void plus(Place at) {
    int x = at.middle();
    int y = at.top() + at.height() / 2;
    boxes.circle(x, y, at.width() / 2, "join");
    boxes.path(String.format(Locale.ROOT, "M%d %dh10M%d %dv10", x - 5, y, x, y - 5), "plus");
  }

  private void arrow(Arrow arrow, Route route) {
    String style = arrow.skip() ? " skip" : "";
    List<Point> points = route.points();
    Point last = points.getLast();
    Point before = points.get(points.size() - 2);
    int dx = Integer.signum(last.x() - before.x());
    int dy = Integer.signum(last.y() - before.y());
    lines.path(line(points, dx, dy), "line" + style);
    int x = last.x() - ARROW * dx;
    int y = last.y() - ARROW * dy;
    lines.path(
        String.format(Locale.ROOT, "M%d %dL%d %dL%d %dz", last.x(), last.y(), x - 4 * dy,
            y + 4 * dx, x + 4 * dy, y - 4 * dx),
        "head" + style);
  }

  /** Along {@code points}, round at the corners; ends where the head begins. */
  private static String line(List<Point> points, int dx, int dy) {
    Point first = points.getFirst();
    StringBuilder path =
        new StringBuilder(String.format(Locale.ROOT, "M%d %d", first.x(), first.y()));
    for (int i = 1; i < points.size() - 1; i++) {
      Point corner = points.get(i);
      Point in = towards(corner, points.get(i - 1));
      Point out = towards(corner, points.get(i + 1));
      path.append(String.format(Locale.ROOT, "L%d %dQ%d %d %d %d", in.x(), in.y(), corner.x(),
          corner.y(), out.x(), out.y()));
    }
    Point last = points.getLast();
    int end = ARROW - 1;
    return path
        .append(String.format(Locale.ROOT, "L%d %d", last.x() - end * dx, last.y() - end * dy))
        .toString();
  }

  /** A little way from {@code corner} to {@code other}, at most half of it. */
  private static Point towards(Point corner, Point other) {
    int dx = other.x() - corner.x();
    int dy = other.y() - corner.y();
    int step = Math.min(CORNER, Math.max(Math.abs(dx), Math.abs(dy)) / 2);
    return new Point(corner.x() + step * Integer.signum(dx),
        corner.y() + step * Integer.signum(dy));
  }
}
