package dev.throughline.processor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Model;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.StateSpec;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A network as the processor writes it, compiled; loaded once, so that its kernels are warm from the first use on. */
public final class GeneratedNetwork {
  private final Path classes;
  private final String className;
  private @Nullable Class<?> loaded;

  /**
   * The generated class of this name.
   *
   * @param classes where it is
   */
  public GeneratedNetwork(Path classes, String className) {
    this.classes = classes;
    this.className = className;
  }

  public Path classes() {
    return classes;
  }

  public String className() {
    return className;
  }

  /** Compiles networks with the processor; the folder of their classes. */
  public static Path compile(Compilation sources) {
    Compilation.Result result =
        sources
            .processors(new NetworkProcessor())
            .options("--add-modules", "jdk.incubator.vector")
            .run();
    if (!result.success()) {
      throw new AssertionError(result.toString());
    }
    return result.classes();
  }

  /** The test fixture {@code networks/<name>.java} of the resources. */
  public static GeneratedNetwork fixture(String name) {
    Path classes = compile(new Compilation().resource("networks/%s.java".formatted(name)));
    return new GeneratedNetwork(classes, name + "Network");
  }

  /** A network of this class. */
  public Network on(Device device, int batch, long seed) {
    try {
      Method on = load().getMethod("on", Device.class, int.class, long.class);
      on.setAccessible(true);
      return (Network) on.invoke(null, device, batch, seed);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The network in numbers. */
  public NetworkSpec spec() {
    return (NetworkSpec) constant("SPEC");
  }

  /** What a predictor is made of. */
  public Model model() {
    return (Model) constant("MODEL");
  }

  /** The class is as visible as its interface. */
  private Object constant(String name) {
    try {
      Field field = load().getField(name);
      field.setAccessible(true);
      return field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized Class<?> load() throws ClassNotFoundException {
    if (loaded == null) {
      loaded = Class.forName(className, true, new Loader(classes));
    }
    return loaded;
  }

  /** Prefers what was compiled here to classes of the same name on the class path. */
  private static final class Loader extends URLClassLoader {
    private Loader(Path classes) {
      super(new URL[] {url(classes)}, GeneratedNetwork.class.getClassLoader());
    }

    private static URL url(Path folder) {
      try {
        return folder.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        boolean here = findResource(name.replace('.', '/') + ".class") != null;
        return here && findLoadedClass(name) == null ? findClass(name)
            : super.loadClass(name, resolve);
      }
    }
  }

  /** Gives every parameter its value of {@link NamedValues#weights}. */
  public static void setWeights(Network network) {
    for (var parameter : network.spec().parameters()) {
      List<Integer> shape =
          IntStream.of(network.parameter(parameter.name()).shape()).boxed().toList();
      double[] values = NamedValues.weights(parameter.name(), shape);
      network.parameter(parameter.name()).set(Closeness.narrow(values));
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

  /** A checksum of the bits of {@code values}, which must be numbers. */
  public static String fingerprint(float... values) {
    CRC32 crc = new CRC32();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return "not finite";
      }
      int bits = Float.floatToRawIntBits(value);
      for (int shift = 0; shift < 32; shift += 8) {
        crc.update(bits >>> shift);
      }
    }
    return Long.toHexString(crc.getValue());
  }
}
