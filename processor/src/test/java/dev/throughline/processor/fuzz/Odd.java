package dev.throughline.processor.fuzz;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.fuzz.OddLayers.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A network while it is drawn: its members so far, and the shape of what the last of them returns. */
final class Odd {
  /** What a value is. */
  enum Form {
    IMAGE,
    VECTOR,
    SEQUENCE
  }

  final Draw draw;
  private final String name;
  private final StringBuilder members = new StringBuilder();
  private final StringBuilder blocks = new StringBuilder();
  private final List<String> inputs = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();
  final boolean ofTokens;

  /** Of the last member. */
  Shape shape;

  /** The loss that ends it. */
  String loss;

  /** Rows and columns of an image; the positions of a sequence, in one column; 1×1 of a vector. */
  record Shape(Form form, int features, int rows, int columns) {
    Shape withFeatures(int other) {
      return new Shape(form, other, rows, columns);
    }

    Shape pooled() {
      return new Shape(Form.VECTOR, features, 1, 1);
    }

    Shape flat() {
      return new Shape(Form.VECTOR, features * rows * columns, 1, 1);
    }
  }

  private Odd(String name, Form form, boolean tokens, Draw draw) {
    this.name = name;
    this.draw = draw;
    this.loss = draw.oneOf(OddLosses.NAMES.toArray(String[]::new));
    int rows = form == Form.VECTOR ? 1 : draw.odd(9);
    shape = new Shape(form, draw.odd(), rows, form == Form.IMAGE ? draw.odd(9) : 1);
    ofTokens = form == Form.SEQUENCE && tokens;
    inputs.add(
        switch (form) {
          case IMAGE -> text("@Input(name = \"data\", channels = %d, height = %d, width = %d)",
              draw.orWild(shape.features), shape.rows, shape.columns);
          case VECTOR -> text("@Input(name = \"data\", features = %d)",
              draw.orWild(shape.features));
          case SEQUENCE -> ofTokens
              ? text("@Input(name = \"data\", tokens = %d, length = %d)", draw.odd() + 1, rows)
              : text("@Input(name = \"data\", length = %d, features = %d)", rows, shape.features);
        });
    if (ofTokens) {
      member(text("@Embedding(units = %d)", shape.features), shape);
    } else {
      shapes.add(shape);
    }
  }

  /** The source of a network around the layer of that name. */
  static String source(String name, String layer, long seed) {
    Draw draw = new Draw(31 * seed + layer.hashCode());
    Layer kind = requireNonNull(OddLayers.all().get(layer), layer);
    boolean ofTokens = layer.equals("Embedding") || draw.chance(0.6);
    Odd net = new Odd(name, draw.oneOf(kind.forms().toArray(Form[]::new)), ofTokens, draw);
    if (draw.chance(0.3)) {
      net.another();
    }
    if (kind.forms().contains(net.shape.form)) {
      kind.add().accept(net);
    }
    if (draw.chance(0.5)) {
      net.another();
    }
    OddLosses.end(net.loss, net);
    return net.source();
  }

  private void another() {
    List<Layer> fitting =
        OddLayers.all().values().stream().filter(l -> l.forms().contains(shape.form)).toList();
    fitting.get(draw.from(0, fitting.size() - 1)).add().accept(this);
  }

  static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** Adds a member that returns a value of {@code returned}. */
  void member(String annotations, Shape returned) {
    member(annotations, "Layer", returned);
  }

  void member(String annotations, String type, Shape returned) {
    shape = returned;
    shapes.add(returned);
    members.append("  %s %s m%d();%n".formatted(annotations, type, shapes.size() - 1));
  }

  /** Declares a block with these members, and returns its name. */
  String block(String text) {
    String block = "%sBlock%d".formatted(name, blocks.length());
    blocks.append("@Block interface %s {%n%s}%n".formatted(block, text));
    return block;
  }

  /** The tokens that a sequence was made from, for a padding; empty if it was made from none. */
  String padding() {
    return ofTokens && draw.chance(0.5) ? ", padding = \"data\"" : "";
  }

  /** A value of this shape that is there already: that of the member before, or an earlier one, or the input. */
  String earlier(Shape like) {
    List<String> same = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      if (shapes.get(i).equals(like)) {
        same.add(i == 0 && !ofTokens ? "data" : "m" + i);
      }
    }
    return same.get(draw.from(0, same.size() - 1));
  }

  private String source() {
    return "@Network(input = %s)%ninterface %s {%n%s}%n%s"
        .formatted(String.join(", ", inputs), name, members, blocks);
  }
}
