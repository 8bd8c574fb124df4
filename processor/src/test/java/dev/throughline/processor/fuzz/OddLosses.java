package dev.throughline.processor.fuzz;

import dev.throughline.processor.fuzz.Odd.Form;
import dev.throughline.processor.fuzz.Odd.Shape;
import java.util.Collections;
import java.util.List;

/** What ends a network. */
final class OddLosses {
  static final List<String> NAMES =
      List.of("SoftmaxCrossEntropy", "SquaredHinge", "BinaryCrossEntropy", "MeanSquaredError");

  private OddLosses() {}

  /** Logits and the loss {@code name}. */
  static void end(String name, Odd net) {
    Draw draw = net.draw;
    boolean ofAnyShape = name.equals("BinaryCrossEntropy") || name.equals("MeanSquaredError");
    if (net.shape.form() == Form.IMAGE && !(ofAnyShape && draw.chance(0.3))) {
      boolean flat = draw.chance(0.5);
      net.member(
          flat ? "@Flatten" : "@GlobalAveragePool", flat ? net.shape.flat() : net.shape.pooled());
    }
    if (net.shape.form() == Form.SEQUENCE && name.equals("SquaredHinge")) {
      net.member("@MeanPool", net.shape.pooled());
    }
    int classes = ofAnyShape ? draw.odd() : Math.max(2, draw.odd());
    Shape logits = net.shape.withFeatures(classes);
    if (net.shape.form() == Form.IMAGE) {
      net.member("@Conv(filters = %d, kernel = 1)".formatted(classes), logits);
    } else {
      net.member("@Linear(units = %d)".formatted(draw.orWild(classes)), logits);
    }
    String values =
        switch (name) {
          case "SoftmaxCrossEntropy" -> switch (draw.from(0, 3)) {
            case 0 -> ", labelSmoothing = 0.1";
            case 1 -> ", ignoredIndex = %d".formatted(draw.from(-1, classes));
            case 2 -> ", classWeights = {%s}".formatted(
                String.join(", ", Collections.nCopies(classes, draw.oneOf("0.5", "1", "3"))));
            default -> "";
          };
          case "SquaredHinge" -> draw.maybe("margin", 0.5);
          default -> "";
        };
    net.member(
        "@%s(weight = %s%s)".formatted(name, draw.oneOf("1", "0.5"), values), "Loss", logits);
  }
}
