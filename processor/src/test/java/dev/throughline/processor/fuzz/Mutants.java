package dev.throughline.processor.fuzz;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** Samples with mistakes that a seed makes, and what the compiler says to them. */
final class Mutants {
  private static final Path SAMPLES = Path.of("../samples/src/main/java");

  /** Networks that are compiled in no time, generated code and all. */
  private static final Set<String> SMALL =
      Set.of("FashionNet", "ReluPerceptron", "ResidualPerceptron", "ReluFourLayers",
          "DeeplySupervised", "FinallySupervised", "EncoderClassifier", "Plain20", "ResNet20");

  private final Map<String, String> networks = new TreeMap<>();
  private final Map<String, String> blocks = new TreeMap<>();
  private final boolean small;

  /** Of the samples. @param small whether large networks are left out */
  Mutants(boolean small) {
    this.small = small;
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String text = Files.readString(file);
        String name = file.getFileName().toString().replace(".java", "");
        if (text.contains("\n@Block\n")) {
          blocks.put(name, text);
        } else if (text.contains("\n@Network(") && (!small || SMALL.contains(name))) {
          networks.put(name, text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with the answer to the mutant of {@code seed}, with its source; empty if nothing. */
  String wrong(long seed) {
    Draw draw = new Draw(seed);
    String network = draw.oneOf(networks.keySet().toArray(String[]::new));
    String text = networks.get(network);
    List<String> used = blocks.keySet().stream().filter(b -> uses(text, b)).toList();
    boolean ofBlock = !used.isEmpty() && draw.chance(0.4);
    String mutated = ofBlock ? draw.oneOf(used.toArray(String[]::new)) : network;
    String source = ofBlock ? blocks.get(mutated) : text;
    for (int i = draw.oneOf(1, 1, 2, 3); i > 0; i--) {
      source = draw.oneOf(Mutation.values()).apply(source, draw);
    }
    Compilation compilation = new Compilation().options("--add-modules", "jdk.incubator.vector");
    blocks.forEach((block, b) -> add(compilation, block, block.equals(mutated), b));
    if (ofBlock) {
      compilation.source(network + ".java", text);
    }
    compilation.source(mutated + ".java", source);
    if (!SMALL.contains(network)) {
      compilation.options("-proc:only");
    }
    String wrong = wrong(compilation.processors(new NetworkProcessor()));
    return wrong.isEmpty() ? "" : "seed %d of %s: %s%n%s".formatted(seed, network, wrong, source);
  }

  private static boolean uses(String text, String block) {
    return text.matches("(?s).*\\b%s\\b.*".formatted(block));
  }

  private static void add(
      Compilation compilation, String block, boolean mutated, String text) {
    if (!mutated) {
      compilation.source(block + ".java", text);
    }
  }

  private static String wrong(Compilation compilation) {
    Result result;
    try {
      result = compilation.run();
    } catch (RuntimeException e) {
      return "the compiler ended in " + e;
    }
    for (Diagnostic<? extends JavaFileObject> message : result.diagnostics()) {
      String wrong = Messages.ofUser(message);
      if (!wrong.isEmpty()) {
        return "%s: %s".formatted(wrong, message);
      }
    }
    boolean explained =
        result.success() || !result.messages(Diagnostic.Kind.ERROR).isEmpty();
    return explained ? "" : "no reason was given: " + result;
  }

  /**
   * Prints what goes wrong.
   *
   * @param args the first seed, and how many
   */
  public static void main(String... args) {
    Mutants mutants = new Mutants(false);
    long first = Long.parseLong(args[0]);
    for (long seed = first; seed < first + Long.parseLong(args[1]); seed++) {
      String wrong = mutants.wrong(seed);
      if (!wrong.isEmpty()) {
        System.out.println(wrong);
      }
    }
    System.out.println("done");
  }
}
