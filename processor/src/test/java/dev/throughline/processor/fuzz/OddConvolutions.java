package dev.throughline.processor.fuzz;

import static dev.throughline.processor.fuzz.OddLayers.weighted;
import static java.lang.Math.max;

import dev.throughline.processor.fuzz.Odd.Form;
import dev.throughline.processor.fuzz.Odd.Shape;
import java.util.ArrayList;
import java.util.List;

/** Layers with windows. */
final class OddConvolutions {
  private OddConvolutions() {}

  /** One direction of a window. */
  private record Side(int kernel, int stride, int padding, int dilation) {
    static Side draw(Draw draw, int extent) {
      int kernel = draw.odd(7);
      int dilation = kernel > 1 && draw.chance(0.3) ? draw.from(2, 3) : 1;
      int reach = dilation * (kernel - 1) + 1;
      int least = max(0, Math.ceilDiv(reach - extent, 2));
      return new Side(kernel, draw.odd(9), least + draw.from(0, 1), dilation);
    }

    /** A window of a pooling, whose padding is at most half of it. */
    static Side ofPool(Draw draw, int extent) {
      int kernel = draw.odd(extent);
      return new Side(kernel, draw.odd(5), draw.from(0, kernel / 2), 1);
    }

    int out(int extent) {
      return max(1, (extent + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1);
    }
  }

  static void conv(Odd net) {
    Draw draw = net.draw;
    Side r = Side.draw(draw, net.shape.rows());
    Side s = Side.draw(draw, net.shape.columns());
    int groups = draw.chance(0.4) ? draw.divisorOf(net.shape.features()) : 1;
    int filters = draw.chance(0.3) ? net.shape.features() : groups * draw.odd(5);
    net.member(
        "@Conv(filters = %s, groups = %s, %s)".formatted(
            draw.orWild(filters), groups, window(net, r, s)),
        new Shape(Form.IMAGE, filters, r.out(net.shape.rows()), s.out(net.shape.columns())));
  }

  static void depthwise(Odd net) {
    Draw draw = net.draw;
    Side r = Side.draw(draw, net.shape.rows());
    Side s = Side.draw(draw, net.shape.columns());
    int multiplier = draw.odd(3);
    net.member(
        "@DepthwiseConv(multiplier = %s, %s)".formatted(
            draw.orWild(multiplier), window(net, r, s)),
        new Shape(Form.IMAGE, multiplier * net.shape.features(), r.out(net.shape.rows()),
            s.out(net.shape.columns())));
  }

  private static String window(Odd net, Side r, Side s) {
    Draw draw = net.draw;
    return "kernel = %s, stride = %s, padding = %s, dilation = %s%s%s".formatted(
        draw.pair(draw.orWild(r.kernel), s.kernel), draw.pair(draw.orWild(r.stride), s.stride),
        draw.pair(draw.orWild(r.padding), s.padding),
        draw.pair(draw.orWild(r.dilation), s.dilation), weighted(net),
        draw.maybe("order", "PRE_ACTIVATION"));
  }

  static void pool(String name, Odd net) {
    Side r = Side.ofPool(net.draw, net.shape.rows());
    Side s = Side.ofPool(net.draw, net.shape.columns());
    net.member(
        "@%s(%s%s)".formatted(name, pooled(net, r, s), net.draw.maybe("ceilMode", true)),
        new Shape(Form.IMAGE, net.shape.features(), r.out(net.shape.rows()),
            s.out(net.shape.columns())));
  }

  private static String pooled(Odd net, Side r, Side s) {
    Draw draw = net.draw;
    return "size = %s, stride = %s, padding = %s".formatted(
        draw.pair(draw.orWild(r.kernel), s.kernel), draw.pair(draw.orWild(r.stride), s.stride),
        draw.pair(draw.orWild(r.padding), s.padding));
  }

  static void adaptive(Odd net) {
    int rows = net.draw.odd(9);
    int columns = net.draw.odd(9);
    net.member(
        "@AdaptiveAveragePool(height = %s, width = %s)"
            .formatted(net.draw.orWild(rows), net.draw.orWild(columns)),
        new Shape(Form.IMAGE, net.shape.features(), rows, columns));
  }

  /** Branches that keep rows and columns. */
  static void inception(Odd net) {
    Draw draw = net.draw;
    List<String> branches = new ArrayList<>();
    int features = 0;
    int count = draw.from(1, 4);
    for (int i = 0; i < count; i++) {
      List<String> parts = new ArrayList<>();
      int width = net.shape.features();
      if (draw.chance(0.4)) {
        parts.add("pool = @MaxPool(size = 3, stride = 1, padding = 1)");
      }
      List<String> convolutions = new ArrayList<>();
      for (int c = draw.from(0, 2); c > 0; c--) {
        width = draw.odd(5);
        convolutions.add("@Conv(filters = %s, kernel = %s%s)".formatted(
            draw.orWild(width), draw.oneOf(1, 3, 5), weighted(net)));
      }
      if (!convolutions.isEmpty()) {
        parts.add("value = {%s}".formatted(String.join(", ", convolutions)));
      }
      branches.add("@Branch(%s)".formatted(String.join(", ", parts)));
      features += width;
    }
    net.member(
        "@Concat({%s})".formatted(String.join(", ", branches)), net.shape.withFeatures(features));
  }
}
