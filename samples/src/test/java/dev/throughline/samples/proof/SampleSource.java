package dev.throughline.samples.proof;

import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.GeneratedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The annotated file of a sample.
 *
 * @param name package below {@code samples} and simple name, such as {@code cifar.ResNet56}
 * @param text of the file, with the numbers that were replaced
 */
record SampleSource(String name, String text) {
  private static final String SAMPLES = "dev.throughline.samples.";
  private static final Path FOLDER = Path.of("src/main/java");
  private static final Pattern DECLARATION =
      Pattern.compile("(?ms)^@Network.*?^}$");

  static SampleSource read(String name) {
    return new SampleSource(name,
        text(FOLDER.resolve((SAMPLES + name).replace('.', '/') + ".java")));
  }

  /** The same network with another number: {@code with("height", 64)}, {@code with("LAYERS", 20)}. */
  SampleSource with(String constant, int value) {
    Matcher number = Pattern.compile("\\b" + constant + " = \\d+").matcher(text);
    if (!number.find()) {
      throw new IllegalArgumentException("%s has no %s".formatted(name, constant));
    }
    return new SampleSource(name, number.replaceFirst(constant + " = " + value));
  }

  /** The same network for images of this height and width. */
  SampleSource square(int side) {
    return with("height", side).with("width", side);
  }

  /** Lines of the declaration: from {@code @Network} to the closing brace, blank ones left out. */
  long lines() {
    Matcher declaration = DECLARATION.matcher(text);
    if (!declaration.find()) {
      throw new IllegalArgumentException(name + " declares no network");
    }
    return declaration.group().lines().filter(line -> !line.isBlank()).count();
  }

  /** Compiles it, with every block of the samples at hand. */
  GeneratedNetwork compile() {
    Compilation compilation = new Compilation().source(simpleName() + ".java", text);
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String block = text(file);
        if (block.contains("\n@Block\n")) {
          compilation.source(file.getFileName().toString(), block);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GeneratedNetwork(
        GeneratedNetwork.compile(compilation), SAMPLES + name + "Network");
  }

  private String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return List.of(name.split("\\.")).getLast();
  }
}
