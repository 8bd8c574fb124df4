package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.Outline.Body;
import dev.throughline.processor.emit.docs.Outline.Layer;
import dev.throughline.processor.emit.docs.Outline.Part;
import dev.throughline.processor.emit.docs.Outline.Repeat;
import dev.throughline.processor.emit.docs.Outline.Stage;
import dev.throughline.processor.emit.docs.diagram.Sketch;
import dev.throughline.processor.emit.docs.diagram.Sketch.Box;
import dev.throughline.processor.emit.docs.diagram.Sketch.Frame;
import dev.throughline.processor.emit.docs.diagram.Sketch.Look;
import dev.throughline.processor.emit.docs.diagram.Sketch.Plus;
import dev.throughline.processor.emit.docs.diagram.Sketch.Shape;
import dev.throughline.processor.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Makes a sketch of a network: a box for each member, a frame for each block, its repeats as a stack. */
final class Sketcher {
  private final Outline outline;

  private Sketcher(Outline outline) {
    this.outline = outline;
  }

  static Sketch of(String name, Outline outline) {
    List<Shape> shapes = new Sketcher(outline).shapes();
    return SketchWiring.connect(name, shapes, outline);
  }

  private List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    parts(outline.parts(), outline.parts(), "", shapes);
    for (String unit : outline.units().names()) {
      if (Units.isInput(unit)) {
        Node input = outline.units().nodes(unit).getFirst();
        shapes.add(
            firstReader(unit, shapes),
            new Box(unit, Look.SOURCE, input.label(), "", "", input.type().toString()));
      }
    }
    return shapes;
  }

  /** The first of {@code shapes} that reads {@code input}: what is read together stands together. */
  private int firstReader(String input, List<Shape> shapes) {
    for (int i = 0; i < shapes.size(); i++) {
      boolean reads =
          Sketch.ids(shapes.get(i)).stream()
              .anyMatch(id -> outline.units().sources(id).contains(input));
      if (reads) {
        return i;
      }
    }
    return 0;
  }

  /** Draws {@code parts}; {@code last} are the same ones in the last repeat of what they are in. */
  private void parts(List<Part> parts, List<Part> last, String above, List<Shape> shapes) {
    // At the right of the trunk is what comes after it.
    List<Shape> aside = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String path = above + parts.get(i).name();
      if (parts.get(i) instanceof Layer layer) {
        shapes.add(box(layer, last.get(i), path));
      } else if (parts.get(i) instanceof Stage stage && last.get(i) instanceof Stage end) {
        (stage.aside() ? aside : shapes).add(frame(stage, end, path));
      }
    }
    shapes.addAll(aside);
  }

  private static Box box(Layer layer, Part last, String path) {
    Look look =
        layer.loss() ? Look.LOSS : layer.cost().parameters() > 0 ? Look.TRAINED : Look.PLAIN;
    boolean reshapes = !layer.in().equals(layer.out()) && !layer.loss();
    return new Box(
        path,
        look,
        layer.name(),
        parameters(layer.cost().parameters(), last.cost().parameters()),
        layer.description(),
        reshapes ? layer.out().toString() : "");
  }

  private Frame frame(Stage stage, Stage last, String path) {
    List<Shape> inside = new ArrayList<>();
    if (stage.repeats().size() == 1) {
      Repeat only = stage.repeats().getFirst();
      body(only.body(), last.repeats().getFirst().last(), only.path(path), inside);
      return new Frame("frame:" + path, stage.name(), stage.description(), only.count(), inside);
    }
    for (int i = 0; i < stage.repeats().size(); i++) {
      Repeat repeat = stage.repeats().get(i);
      List<Shape> shapes = new ArrayList<>();
      body(repeat.body(), last.repeats().get(i).last(), repeat.path(path), shapes);
      inside.add(
          new Frame(
              "frame:" + repeat.path(path),
              repeat.label(stage.name()),
              "",
              repeat.count(),
              shapes));
    }
    return new Frame("frame:" + path, stage.name(), stage.description(), 1, inside);
  }

  private void body(Body body, Body last, String path, List<Shape> shapes) {
    parts(body.parts(), last.parts(), path + ".", shapes);
    body.aside()
        .ifPresent(
            aside -> shapes.add(
                new Box(
                    Units.aside(path),
                    Look.ASIDE,
                    aside.words(),
                    parameters(
                        aside.cost().parameters(),
                        last.aside().map(a -> a.cost().parameters()).orElse(0L)),
                    "",
                    "")));
    body.join()
        .ifPresent(
            join -> shapes.add(
                switch (join.kind()) {
                  case SUM -> new Plus(path);
                  case CONCATENATION, ACTIVATION ->
                      new Box(path, Look.STEP, join.words(), "", "", "");
                }));
  }

  /** {@code 2,336}, {@code 2,336–9,280} or nothing. */
  private static String parameters(long first, long last) {
    String text = first == 0 ? "" : Words.grouped(first);
    return first == last ? text : text + "–" + Words.grouped(last);
  }
}
