package dev.throughline.processor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.StateSpec;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network as the processor writes it: compiled, loaded and ready to be made. */
public final class GeneratedNetwork {
  private static final String TWIN = "throughline.twin";

  private final String name;
  private final Compilation.Result compiled;

  private GeneratedNetwork(String name, Compilation compilation) {
    this.name = name;
    this.compiled =
        compilation
            .processors(new NetworkProcessor())
            .options("--add-modules", "jdk.incubator.vector")
            .run();
    if (!compiled.success()) {
      throw new AssertionError(compiled.toString());
    }
  }

  /** The test fixture {@code networks/<name>.java} of the resources. */
  public static GeneratedNetwork fixture(String name) {
    return new GeneratedNetwork(
        name, new Compilation().resource("networks/%s.java".formatted(name)));
  }

  /** The network {@code Net} of {@link Networks#source}. */
  public static GeneratedNetwork of(
      int channels, int height, int width, String members, String blocks) {
    String text = Networks.source("Net", channels, height, width, members, blocks);
    return new GeneratedNetwork("Net", new Compilation().source("Net.java", text));
  }

  /** The class with one set of kernels, in a loader of its own: the choice is made once a class. */
  public Loaded load(Kernels kernels) {
    String before = System.getProperty(TWIN);
    System.setProperty(TWIN, Boolean.toString(kernels == Kernels.TWIN));
    try {
      return load(compiled.classes(), className());
    } finally {
      if (before == null) {
        System.clearProperty(TWIN);
      } else {
        System.setProperty(TWIN, before);
      }
    }
  }

  /** The class of that name among the classes in {@code folder}. */
  static Loaded load(Path folder, String className) {
    try {
      URL url = folder.toUri().toURL();
      ClassLoader loader =
          new URLClassLoader(new URL[] {url}, GeneratedNetwork.class.getClassLoader());
      return new Loaded(Class.forName(className, true, loader));
    } catch (MalformedURLException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where its classes are. */
  public Path classes() {
    return compiled.classes();
  }

  /** Of the generated class. */
  public String className() {
    return name + "Network";
  }

  /** A loaded class. */
  public record Loaded(Class<?> type) {
    /** A network of this class. */
    public Network on(Device device, int batch, long seed) {
      try {
        Method on = type.getMethod("on", Device.class, int.class, long.class);
        on.setAccessible(true);
        return (Network) on.invoke(null, device, batch, seed);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Gives every parameter its value of {@link NamedValues#weights}. */
  public static void setWeights(Network network, List<Node> parameters) {
    for (Node parameter : parameters) {
      ParameterInfo info = NamedValues.info(parameter);
      double[] values = NamedValues.weights(info.name(), info.shape());
      network.parameter(info.name()).set(Closeness.narrow(values));
    }
  }

  /** A gradient in stored order. */
  public static double[] gradient(Network network, ParameterInfo info) {
    double[] published = Closeness.widen(network.gradient(info.name()).toArray());
    return new RecordedTensor(info.shape(), published).transposed(info.storedAxes());
  }

  /** The running statistics, by name. */
  public static Map<String, double[]> states(Network network) {
    Map<String, double[]> states = new LinkedHashMap<>();
    for (StateSpec state : network.spec().states()) {
      states.put(state.name(), Closeness.widen(network.state(state.name()).toArray()));
    }
    return states;
  }

  /** Fails unless the running statistics are those, and no others. */
  public static void assertStates(
      Map<String, double[]> expected, Network network, double tolerance) {
    Map<String, double[]> actual = states(network);
    assertEquals(expected.keySet(), actual.keySet(), "running statistics");
    expected.forEach(
        (name, values) -> Closeness.assertClose(name, values, actual.get(name), tolerance));
  }
}
