package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.diagram.Sketch;
import dev.throughline.processor.emit.docs.diagram.Sketch.Arrow;
import dev.throughline.processor.emit.docs.diagram.Sketch.Box;
import dev.throughline.processor.emit.docs.diagram.Sketch.Fork;
import dev.throughline.processor.emit.docs.diagram.Sketch.Frame;
import dev.throughline.processor.emit.docs.diagram.Sketch.Look;
import dev.throughline.processor.emit.docs.diagram.Sketch.Plus;
import dev.throughline.processor.emit.docs.diagram.Sketch.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws the arrows of a sketch: which shape reads which, as the graph has it. */
final class SketchWiring {
  private record Edge(String from, String to) {}

  private final Outline outline;

  /** Boxes and sums in the order of the sketch. */
  private final Map<String, Integer> order = new HashMap<>();

  private final Set<String> asides = new HashSet<>();
  private Set<Edge> edges = new LinkedHashSet<>();

  private SketchWiring(Outline outline) {
    this.outline = outline;
  }

  static Sketch connect(String title, List<Shape> shapes, Outline outline) {
    SketchWiring wiring = new SketchWiring(outline);
    shapes.forEach(wiring::number);
    wiring.read();
    List<Shape> forked = shapes.stream().map(wiring::forked).toList();
    return new Sketch(title, forked, wiring.arrows());
  }

  private void number(Shape shape) {
    switch (shape) {
      case Frame frame -> frame.shapes().forEach(this::number);
      case Box box -> {
        order.put(box.id(), order.size());
        if (box.look() == Look.ASIDE) {
          asides.add(box.id());
        }
      }
      case Plus _, Fork _ -> order.put(shape.id(), order.size());
    }
  }

  private void read() {
    Units units = outline.units();
    for (String unit : units.names()) {
      String to = outline.told(unit);
      for (String source : units.sources(unit)) {
        String from = outline.told(source);
        // What one repeat reads from another would lead back to where it comes from.
        if (order.containsKey(from) && order.containsKey(to) && order.get(from) < order.get(to)) {
          edges.add(new Edge(from, to));
        }
      }
    }
  }

  /** With a fork at its top for each value that several of its shapes read. */
  private Shape forked(Shape shape) {
    if (!(shape instanceof Frame frame)) {
      return shape;
    }
    List<Shape> inside = new ArrayList<>();
    Map<String, Shape> childOf = new HashMap<>();
    frame.shapes().forEach(child -> Sketch.ids(child).forEach(id -> childOf.put(id, child)));
    Map<String, Set<Shape>> readers = new LinkedHashMap<>();
    for (Edge edge : edges) {
      if (!childOf.containsKey(edge.from()) && childOf.containsKey(edge.to())) {
        readers.computeIfAbsent(edge.from(), _ -> new LinkedHashSet<>())
            .add(childOf.get(edge.to()));
      }
    }
    readers.forEach(
        (source, children) -> {
          if (children.size() > 1) {
            Fork fork = new Fork("fork:" + frame.id() + ":" + source);
            inside.add(fork);
            lead(source, fork, childOf.keySet());
          }
        });
    frame.shapes().forEach(child -> inside.add(forked(child)));
    return new Frame(frame.id(), frame.title(), frame.words(), frame.count(), inside);
  }

  private void lead(String source, Fork fork, Set<String> inside) {
    Set<Edge> through = new LinkedHashSet<>();
    for (Edge edge : edges) {
      if (edge.from().equals(source) && inside.contains(edge.to())) {
        through.add(new Edge(source, fork.id()));
        through.add(new Edge(fork.id(), edge.to()));
      } else {
        through.add(edge);
      }
    }
    edges = through;
  }

  private List<Arrow> arrows() {
    Map<String, List<String>> next = new HashMap<>();
    edges.forEach(e -> next.computeIfAbsent(e.from(), _ -> new ArrayList<>()).add(e.to()));
    List<Arrow> arrows = new ArrayList<>();
    for (Edge edge : edges) {
      boolean aside = asides.contains(edge.from()) || asides.contains(edge.to());
      // What leads back to an input has no gradient to let through.
      boolean skip = aside || !Units.isInput(edge.from()) && isAround(edge, next);
      arrows.add(new Arrow(edge.from(), edge.to(), skip));
    }
    return arrows;
  }

  /** Whether there is another way, through other shapes. */
  private static boolean isAround(Edge edge, Map<String, List<String>> next) {
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(next.getOrDefault(edge.from(), List.of()));
    open.removeIf(to -> to.equals(edge.to()));
    while (!open.isEmpty()) {
      String at = open.removeLast();
      if (at.equals(edge.to())) {
        return true;
      }
      if (seen.add(at)) {
        open.addAll(next.getOrDefault(at, List.of()));
      }
    }
    return false;
  }
}
