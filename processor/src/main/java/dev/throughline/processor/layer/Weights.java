package dev.throughline.processor.layer;

import dev.throughline.dsl.Bias;
import dev.throughline.dsl.Initialization;
import dev.throughline.dsl.Norm;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Initializer;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Window;

/** Convolutions and matrix products with their parameters, as several layers have them. */
public final class Weights {
  private Weights() {}

  /** {@code x} convolved with a new parameter {@code weight} and, if asked, plus {@code bias}. */
  public static Node convolution(
      Node x, Window window, boolean bias, Initialization start, ExpansionSite at) {
    int kernel = window.r() * window.s();
    int fanIn = window.groupChannels() * kernel;
    Initializer initializer = weights(start, fanIn, window.k() * kernel);
    String name = at.named("weight");
    Node w = at.g().parameter(ParameterInfo.convolution(name, window, initializer));
    Node y = at.g().conv2d(window, x, w);
    return bias ? plusBias(y, bias(start, fanIn), at) : y;
  }

  /** {@code x} times a new parameter {@code weight} and, if asked, plus {@code bias}. */
  public static Node linear(
      Node x, int units, boolean bias, Initialization start, ExpansionSite at) {
    int inputs = x.type().features();
    Initializer initializer = weights(start, inputs, units);
    Node w =
        at.g().parameter(ParameterInfo.linear(at.named("weight"), inputs, units, initializer));
    Node y = at.g().matMul(x, w);
    return bias ? plusBias(y, bias(start, inputs), at) : y;
  }

  /** {@code weight} of a normalisation: one factor per feature, starting at 1. */
  static ParameterInfo scale(int features, ExpansionSite at) {
    return ParameterInfo.vector(at.named("weight"), features, new Initializer.Fill(1));
  }

  /** {@code bias} of a normalisation: one term per feature, starting at 0. */
  static ParameterInfo shift(int features, ExpansionSite at) {
    return ParameterInfo.vector(at.named("bias"), features, new Initializer.Fill(0));
  }

  /** Whether a layer has a bias. */
  static boolean hasBias(Bias bias, Norm norm) {
    return bias == Bias.ALWAYS || (bias == Bias.UNLESS_NORM && norm == Norm.NONE);
  }

  private static Node plusBias(Node y, Initializer initializer, ExpansionSite at) {
    GraphBuilder g = at.g();
    ParameterInfo info =
        ParameterInfo.vector(at.named("bias"), y.type().features(), initializer);
    return g.add(y, g.spread(g.parameter(info), Axes.FEATURES, y.type()));
  }

  private static Initializer weights(Initialization start, int fanIn, int fanOut) {
    return switch (start) {
      case HE -> new Initializer.HeNormal(fanIn);
      case HE_FAN_OUT -> new Initializer.HeNormal(fanOut);
      case XAVIER -> new Initializer.XavierUniform(fanIn, fanOut);
      case XAVIER_NORMAL -> new Initializer.XavierNormal(fanIn, fanOut);
      case PYTORCH -> new Initializer.PyTorchDefault(fanIn);
    };
  }

  private static Initializer bias(Initialization start, int fanIn) {
    return switch (start) {
      case HE, HE_FAN_OUT, XAVIER, XAVIER_NORMAL -> new Initializer.Fill(0);
      case PYTORCH -> new Initializer.PyTorchDefault(fanIn);
    };
  }
}
