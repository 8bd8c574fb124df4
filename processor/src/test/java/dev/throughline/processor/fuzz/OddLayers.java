package dev.throughline.processor.fuzz;

import static dev.throughline.processor.fuzz.Odd.text;

import dev.throughline.processor.fuzz.Odd.Form;
import dev.throughline.processor.fuzz.Odd.Shape;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** For each layer a way to draw one that may follow what a network has so far. */
final class OddLayers {
  /** How to add one, and to what. */
  record Layer(Set<Form> forms, Consumer<Odd> add) {}

  private static final Set<Form> IMAGES = EnumSet.of(Form.IMAGE);
  private static final Set<Form> SEQUENCES = EnumSet.of(Form.SEQUENCE);
  private static final Set<Form> UNORDERED = EnumSet.of(Form.VECTOR, Form.IMAGE);
  private static final Set<Form> ALL = EnumSet.allOf(Form.class);
  private static final Map<String, Layer> LAYERS = new TreeMap<>();

  static {
    to(IMAGES, "Conv", OddConvolutions::conv);
    to(IMAGES, "DepthwiseConv", OddConvolutions::depthwise);
    to(EnumSet.of(Form.VECTOR, Form.SEQUENCE), "Linear", OddLayers::linear);
    keeps(UNORDERED, "BatchNorm", OddLayers::norm);
    keeps(ALL, "LayerNorm", OddLayers::norm);
    keeps(UNORDERED, "GroupNorm",
        net -> text("groups = %d, ", net.draw.divisorOf(net.shape.features())) + norm(net));
    keeps(IMAGES, "LocalResponseNorm",
        net -> "size = " + net.draw.odd() + net.draw.maybe("alpha", 0.3)
            + net.draw.maybe("beta", 0.5) + net.draw.maybe("k", 2));
    to(SEQUENCES, "Embedding", OddLayers::embedding);
    keeps(SEQUENCES, "PositionalEncoding", net -> "learned = " + net.draw.oneOf(true, false));
    keeps(SEQUENCES, "SelfAttention",
        net -> attention(net) + net.draw.maybe("causal", net.draw.oneOf(true, false)));
    keeps(SEQUENCES, "CrossAttention",
        net -> attention(net) + text(", from = \"%s\"", net.earlier(net.shape)));
    to(SEQUENCES, "MeanPool",
        net -> net.member(
            "@MeanPool(paddingToken = 1%s)".formatted(net.padding()), net.shape.pooled()));
    keeps(ALL, "Activation", net -> "value = " + bend(net));
    to(IMAGES, "GlobalAveragePool",
        net -> net.member("@GlobalAveragePool", net.shape.pooled()));
    to(IMAGES, "MaxPool", OddConvolutions::pool);
    to(IMAGES, "AveragePool", OddConvolutions::pool);
    to(IMAGES, "AdaptiveAveragePool", OddConvolutions::adaptive);
    to(IMAGES, "Flatten", net -> net.member("@Flatten", net.shape.flat()));
    keeps(ALL, "Dropout", net -> "rate = " + net.draw.oneOf(0.0, 0.1, 0.9));
    keeps(ALL, "Add",
        net -> text("from = \"%s\"", net.earlier(net.shape))
            + net.draw.maybe("activation", bend(net)));
    to(ALL, "Concat", OddLayers::concat);
    keeps(ALL, "LayerScale", net -> "initial = 0.5");
    to(ALL, "Residual", OddWirings::chain);
    to(ALL, "Sequence", OddWirings::chain);
    to(ALL, "DenseConnect", OddWirings::dense);
    to(ALL, "AuxLoss", OddWirings::auxLoss);
    for (String loss : OddLosses.NAMES) {
      LAYERS.put(loss, new Layer(ALL, net -> net.loss = loss));
    }
  }

  private OddLayers() {}

  /** By the simple name of the annotation. */
  static Map<String, Layer> all() {
    return LAYERS;
  }

  private interface Named {
    void add(String name, Odd net);
  }

  private static void to(Set<Form> forms, String name, Consumer<Odd> add) {
    LAYERS.put(name, new Layer(forms, add));
  }

  private static void to(Set<Form> forms, String name, Named add) {
    LAYERS.put(name, new Layer(forms, net -> add.add(name, net)));
  }

  /** A layer that keeps the shape, of these values. */
  private static void keeps(Set<Form> forms, String name, Function<Odd, String> values) {
    to(forms, name,
        (Odd net) -> net.member("@%s(%s)".formatted(name, values.apply(net)), net.shape));
  }

  static String bend(Odd net) {
    return net.draw.oneOf("NONE", "RELU", "SIGMOID", "TANH", "GELU", "SILU", "LEAKY_RELU", "ELU",
        "SOFTPLUS");
  }

  /** Norm, activation, bias and start, as layers with weights have them. */
  static String weighted(Odd net) {
    return net.draw.maybe("norm", "BATCH, epsilon = 0.01")
        + net.draw.maybe("activation", bend(net))
        + net.draw.maybe("bias", "Bias." + net.draw.oneOf("ALWAYS", "NEVER", "UNLESS_NORM"))
        + net.draw.maybe("initializer", "Initialization." + net.draw.oneOf("XAVIER", "PYTORCH"));
  }

  private static String norm(Odd net) {
    return "epsilon = 0.01" + net.draw.maybe("activation", bend(net));
  }

  private static void linear(Odd net) {
    int units = net.draw.odd();
    net.member(
        "@Linear(units = %s%s)".formatted(net.draw.orWild(units), weighted(net)),
        net.shape.withFeatures(units));
  }

  private static void embedding(Odd net) {
    if (!net.ofTokens) {
      linear(net);
      return;
    }
    int units = net.draw.odd();
    String scaled = net.draw.maybe("scaled", true);
    net.member(
        "@From(\"data\") @Embedding(units = %s%s)".formatted(net.draw.orWild(units), scaled),
        net.shape.withFeatures(units));
  }

  private static String attention(Odd net) {
    int heads = net.draw.divisorOf(net.shape.features());
    return text("heads = %d, dropout = %s%s", net.draw.orWild(heads), net.draw.oneOf("0", "0.3"),
        net.padding());
  }

  private static void concat(Odd net) {
    Shape shape = net.shape;
    if (shape.form() == Form.IMAGE && net.draw.chance(0.7)) {
      OddConvolutions.inception(net);
      return;
    }
    String other = net.earlier(shape);
    net.member(
        "@Concat(from = \"%s\")".formatted(other), shape.withFeatures(2 * shape.features()));
  }
}
