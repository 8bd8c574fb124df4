package dev.throughline.processor.fuzz;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.AgainstInterpreter;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.Networks;
import dev.throughline.processor.testing.RecordedNetwork;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;

/** Draws networks of odd shapes, compiles them together, and runs each beside the interpreter. */
final class OddNetworks {
  private static final String[] VECTORS = {"--add-modules", "jdk.incubator.vector"};
  private static final String ADDED = "import dev.throughline.processor.added.*;\n";
  private static final int BATCH = 3;

  /** What a wrong index costs is of the size of 1; what cancels in a norm over three samples is not. */
  private static final double TOLERANCE = 1e-3;

  /** Floats of one sample and of the parameters that the interpreter can cope with in a test. */
  private static final long MOST = 40_000;

  private final List<Case> cases = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> ran = new TreeMap<>();

  private record Case(String name, String layer, long seed, String source) {
    @Override
    public String toString() {
      return "%s, seed %d:%n%s".formatted(layer, seed, source);
    }
  }

  /** Draws {@code count} networks around each of {@code layers}, the first of them from {@code seed}. */
  OddNetworks(Iterable<String> layers, int count, long seed) {
    for (String layer : layers) {
      for (long s = seed; s < seed + count; s++) {
        String name = "Odd" + cases.size();
        String source = ADDED + Networks.source(Odd.source(name, layer, s));
        cases.add(new Case(name, layer, s, source));
      }
    }
  }

  /** How many networks around each layer were compiled, trained and asked. */
  Map<String, Integer> ran() {
    return ran;
  }

  /** What went wrong, each with its source. */
  List<String> failures() {
    return failures;
  }

  OddNetworks run() {
    Compilation sources = compilation(cases);
    Result read = sources.options("-proc:only").processors(new NetworkProcessor()).run();
    read.diagnostics().forEach(this::check);
    List<Case> sound = cases.stream().filter(c -> !hasErrors(c, read)).toList();
    Result written = generated(sound, read).run();
    if (!written.success()) {
      failures.add(written.toString());
      sound.stream().filter(odd -> hasErrors(odd, written)).forEach(c -> failures.add("" + c));
      return this;
    }
    Networks.Expanding graphs = new Networks.Expanding();
    compilation(sound).options("-proc:only").processors(graphs).run();
    try (Device device = Device.cpu(2)) {
      for (Case odd : sound) {
        Networks expected = graphs.networks().get(odd.name);
        run(odd, new GeneratedNetwork(written.classes(), odd.name + "Network"), expected, device);
      }
    }
    return this;
  }

  private static Compilation compilation(List<Case> cases) {
    Compilation compilation = new Compilation().options(VECTORS);
    cases.forEach(odd -> compilation.source(odd.name + ".java", odd.source));
    return compilation;
  }

  private static Compilation generated(List<Case> sound, Result read) {
    Compilation compilation = compilation(sound);
    for (Case odd : sound) {
      for (String suffix : List.of("Network", "CpuProgram", "Kernels", "VectorKernels")) {
        String file = odd.name + suffix + ".java";
        compilation.source(file, read.read(file));
      }
    }
    return compilation;
  }

  private void check(Diagnostic<?> message) {
    String wrong = Messages.wrong(message);
    if (!wrong.isEmpty()) {
      String where =
          cases.stream().filter(odd -> isAbout(odd, message)).map(Case::toString).findFirst()
              .orElse("");
      failures.add("%s: %s%n%s".formatted(wrong, message, where));
    }
  }

  private static boolean hasErrors(Case odd, Result read) {
    return read.diagnostics().stream()
        .anyMatch(d -> d.getKind() == Diagnostic.Kind.ERROR && isAbout(odd, d));
  }

  private static boolean isAbout(Case odd, Diagnostic<?> message) {
    return message.getSource() != null
        && message.getSource().toString().matches(
            ".*/%s(|Network|CpuProgram|Kernels|VectorKernels)\\.java.*".formatted(odd.name));
  }

  private void run(Case odd, GeneratedNetwork generated, Networks graphs, Device device) {
    if (graphs.floats() > MOST) {
      return;
    }
    try (Network network = generated.on(device, BATCH, RecordedNetwork.SEED)) {
      GeneratedNetwork.setWeights(network);
      AgainstInterpreter.check(network, graphs, BATCH, TOLERANCE);
      ran.merge(odd.layer, 1, Integer::sum);
    } catch (RuntimeException | AssertionError e) {
      failures.add("%s%n%s".formatted(e, odd));
    }
  }

  /**
   * Prints what goes wrong.
   *
   * @param args the first seed, how many networks around each layer, and how many such rounds
   */
  public static void main(String... args) {
    int count = Integer.parseInt(args[1]);
    for (long round = 0; round < Long.parseLong(args[2]); round++) {
      long seed = Long.parseLong(args[0]) + round * count;
      OddNetworks networks = new OddNetworks(OddLayers.all().keySet(), count, seed).run();
      System.out.println("from seed " + seed + ": " + networks.ran);
      networks.failures.forEach(System.out::println);
    }
  }
}
