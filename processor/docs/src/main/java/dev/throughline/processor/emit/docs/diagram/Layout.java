package dev.throughline.processor.emit.docs.diagram;

import java.util.List;
import java.util.Map;

/**
 * Where everything in a picture is, in pixels.
 *
 * @param places by id
 * @param routes one for each arrow of the sketch, in its order
 */
record Layout(int width, int height, Map<String, Place> places, List<Route> routes) {
  Place place(String id) {
    Place place = places.get(id);
    if (place == null) {
      throw new IllegalArgumentException(id + " has no place");
    }
    return place;
  }

  record Place(int left, int top, int width, int height) {
    int right() {
      return left + width;
    }

    int bottom() {
      return top + height;
    }

    int middle() {
      return left + width / 2;
    }
  }

  record Point(int x, int y) {}

  /** The corners of an arrow, first and last included. */
  record Route(List<Point> points) {
    Route {
      points = List.copyOf(points);
    }
  }
}
