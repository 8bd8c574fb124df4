package dev.throughline.processor.fuzz;

import static dev.throughline.processor.fuzz.OddLayers.bend;
import static dev.throughline.processor.fuzz.OddLayers.weighted;

import dev.throughline.processor.fuzz.Odd.Form;
import dev.throughline.processor.fuzz.Odd.Shape;

/** Blocks, and how they join the trunk. */
final class OddWirings {
  private OddWirings() {}

  /** Layers that take filters and stride from the block. */
  private static String body(Odd net, boolean strides) {
    StringBuilder body = new StringBuilder();
    for (int i = net.draw.from(1, 2); i > 0; i--) {
      boolean first = body.isEmpty();
      String layer =
          net.shape.form() == Form.IMAGE
              ? "@Conv(kernel = %s%s%s)".formatted(
                  net.draw.oneOf(1, 3), first && strides ? ", stride = OF_BLOCK" : "",
                  weighted(net))
              : "@Linear(activation = %s)".formatted(bend(net));
      body.append("  %s Layer b%d();%n".formatted(layer, i));
    }
    return body.toString();
  }

  static void chain(String name, Odd net) {
    Draw draw = net.draw;
    Shape shape = net.shape;
    boolean image = shape.form() == Form.IMAGE;
    int stride = image ? draw.odd(3) : 1;
    int filters = draw.chance(0.5) ? shape.features() : shape.features() + draw.odd(5);
    String shortcut =
        filters == shape.features() && stride == 1 ? "IDENTITY"
            : image ? draw.oneOf("PAD", "PROJECTION") : "PROJECTION";
    net.member(
        "@%s(filters = %d, repeat = %d, stride = %d, shortcut = %s, activation = %s)".formatted(
            name, draw.orWild(filters), draw.oneOf(1, 1, 2, 3), draw.orWild(stride), shortcut,
            bend(net)),
        net.block(body(net, image)),
        new Shape(shape.form(), filters, Math.ceilDiv(shape.rows(), stride),
            Math.ceilDiv(shape.columns(), stride)));
  }

  static void dense(Odd net) {
    int growth = net.draw.odd(5);
    int repeat = net.draw.from(1, 3);
    net.member(
        "@DenseConnect(growth = %d, repeat = %d)".formatted(net.draw.orWild(growth), repeat),
        net.block(body(net, false)),
        net.shape.withFeatures(net.shape.features() + growth * repeat));
  }

  static void auxLoss(Odd net) {
    Shape shape = net.shape;
    String loss = net.draw.oneOf("@MeanSquaredError", "@BinaryCrossEntropy");
    String layer = shape.form() == Form.IMAGE ? "@Conv(kernel = 1)" : "@Linear";
    String head = "  %s Layer head();%n  %s(target = \"early\") Loss loss();%n";
    net.member(
        "@AuxLoss(weight = 0.3, filters = %d)".formatted(net.draw.odd(5)),
        net.block(head.formatted(layer, loss)), shape);
  }
}
