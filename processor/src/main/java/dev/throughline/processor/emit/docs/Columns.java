package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.Outline.Body;
import dev.throughline.processor.emit.docs.Outline.Join;
import dev.throughline.processor.emit.docs.Outline.Layer;
import dev.throughline.processor.emit.docs.Outline.Part;
import dev.throughline.processor.emit.docs.Outline.Repeat;
import dev.throughline.processor.emit.docs.Outline.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The widths of a diagram, in pixels: all boxes are as wide as the one that needs most.
 *
 * @param name column of a box that holds names
 * @param words column of a box that holds descriptions
 * @param number column of a box that holds numbers of parameters
 * @param lane room of a shortcut, at the right of a block's boxes
 */
record Columns(int name, int words, int number, int lane) {
  static final int PAD = 12;
  static final int INSET = 14;

  /** Descriptions wrap here, unless a single word is longer. */
  private static final int MOST_WORDS = 400;

  /** Where a shortcut runs, from the boxes. */
  static final int LANE_LINE = 22;

  private static final int LANE_GAP = 8;

  static Columns of(Outline outline) {
    List<Part> parts = new ArrayList<>(outline.parts());
    parts.add(outline.loss());
    List<Part> all = parts.stream().flatMap(Columns::within).toList();
    int name = all.stream().mapToInt(p -> Lettering.mono(p.name())).max().orElse(0);
    int words =
        all.stream()
            .mapToInt(p -> Lettering.widest(Lettering.wrap(p.description(), MOST_WORDS)))
            .max()
            .orElse(0);
    int number =
        all.stream().mapToInt(p -> p instanceof Layer l ? Lettering.mono(number(l)) : 0).max()
            .orElse(0);
    int lane =
        all.stream()
            .flatMap(Columns::joins)
            .flatMap(
                join -> join.shortcut().stream().flatMap(skip -> shortcut(skip, join).stream()))
            .mapToInt(Lettering::sans)
            .max()
            .orElse(0);
    return new Columns(name, words, number, LANE_LINE + LANE_GAP + lane);
  }

  private static Stream<Part> within(Part part) {
    return switch (part) {
      case Layer layer -> Stream.of(layer);
      case Stage stage ->
          Stream.concat(
              Stream.of(stage),
              stage.repeats().stream().flatMap(r -> r.body().parts().stream())
                  .flatMap(Columns::within));
    };
  }

  private static Stream<Join> joins(Part part) {
    return part instanceof Stage stage
        ? stage.repeats().stream().map(Repeat::body).flatMap(body -> body.join().stream())
        : Stream.of();
  }

  /** What a box says about parameters. */
  static String number(Layer layer) {
    long parameters = layer.cost().parameters();
    return parameters == 0 ? "" : Words.grouped(parameters);
  }

  /** What stands beside a shortcut, line by line. */
  static List<String> shortcut(String words, Join join) {
    long parameters = join.cost().parameters();
    return parameters == 0 ? List.of(words) : List.of(words, Words.grouped(parameters));
  }

  /** Width of a box. */
  int box() {
    return name + words + number + 4 * PAD;
  }

  /** How far a part reaches left and right of the trunk. */
  record Reach(int left, int right) {
    Reach max(Reach other) {
      return new Reach(Math.max(left, other.left), Math.max(right, other.right));
    }

    Reach framed() {
      return new Reach(left + INSET, right + INSET);
    }
  }

  Reach reach(List<Part> parts) {
    Reach box = new Reach(box() / 2, box() / 2);
    return parts.stream().map(this::reach).reduce(box, Reach::max);
  }

  private Reach reach(Part part) {
    return switch (part) {
      case Layer _ -> new Reach(box() / 2, box() / 2);
      case Stage stage -> reach(stage);
    };
  }

  /** The frame of a stage. */
  Reach reach(Stage stage) {
    Reach inner =
        stage.repeats().stream()
            .map(repeat -> reach(repeat.body()))
            .reduce(new Reach(0, 0), Reach::max);
    return stage.repeats().size() == 1 ? inner : inner.framed();
  }

  /** The frame of one repeat. */
  Reach reach(Body body) {
    Reach inner = reach(body.parts());
    boolean skips = body.join().flatMap(Join::shortcut).isPresent();
    return new Reach(inner.left(), inner.right() + (skips ? lane : 0)).framed();
  }
}
