package dev.throughline.processor.emit.docs.diagram;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a picture shows, before anything has its place.
 *
 * @param title for readers who cannot see it
 * @param shapes from the first to the last that an arrow should reach
 */
public record Sketch(String title, List<Shape> shapes, List<Arrow> arrows) {
  public Sketch {
    shapes = List.copyOf(shapes);
    arrows = List.copyOf(arrows);
  }

  /** Something with a place; {@code id} is its name for arrows. */
  public sealed interface Shape {
    String id();
  }

  /**
   * A box with words.
   *
   * @param name its title
   * @param number beside the title; may be empty
   * @param words wrapped below; may be empty
   * @param shape below them, in the font of names; may be empty
   */
  public record Box(String id, Look look, String name, String number, String words, String shape)
      implements Shape {}

  /** How a box looks. */
  public enum Look {
    TRAINED,
    PLAIN,
    /** Something done to a value on its way around a block. */
    ASIDE,
    /** Something done in passing. */
    STEP,
    /** Where values come from. */
    SOURCE,
    LOSS
  }

  /** A point from which one value goes several ways. */
  public record Fork(String id) implements Shape {}

  /** A sum of what arrives. */
  public record Plus(String id) implements Shape {}

  /**
   * Shapes within a border.
   *
   * @param count how often they are repeated; drawn as a stack if more than once
   */
  public record Frame(String id, String title, String words, int count, List<Shape> shapes)
      implements Shape {
    public Frame {
      shapes = List.copyOf(shapes);
    }
  }

  /** From one shape to another; {@code skip} leads around others. Frames have no arrows of their own. */
  public record Arrow(String from, String to, boolean skip) {}

  /** All shapes, frames before what is in them. */
  Stream<Shape> all() {
    return shapes.stream().flatMap(Sketch::within);
  }

  /** What arrows may lead to: {@code shape}, or what is within it. */
  public static List<String> ids(Shape shape) {
    return within(shape).filter(s -> !(s instanceof Frame)).map(Shape::id).toList();
  }

  private static Stream<Shape> within(Shape shape) {
    return switch (shape) {
      case Frame frame ->
          Stream.concat(Stream.of(frame), frame.shapes().stream().flatMap(Sketch::within));
      case Box _, Fork _, Plus _ -> Stream.of(shape);
    };
  }
}
