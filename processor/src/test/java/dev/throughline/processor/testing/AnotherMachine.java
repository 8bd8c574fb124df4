package dev.throughline.processor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java virtual machine of its own, for what is decided once in each: which kernels run, and how many
 * lanes vectors have.
 *
 * @param options of the machine, beside the class path and the vector module
 */
public record AnotherMachine(List<String> options) {

  /** Ways to run kernels that must not change a bit; by default, each kernel tries its forms. */
  public enum Kind {
    SCALAR(List.of("-Dthroughline.kernels=twin")),
    LANES_4(List.of("-Dthroughline.kernels=vector", "-XX:MaxVectorSize=16")),
    LANES_8(List.of("-Dthroughline.kernels=vector", "-XX:MaxVectorSize=32")),
    LANES_16(List.of("-Dthroughline.kernels=vector", "-XX:MaxVectorSize=64"));

    private final List<String> options;

    Kind(List<String> options) {
      this.options = options;
    }

    public AnotherMachine machine() {
      return new AnotherMachine(options);
    }
  }

  /** Starts {@code main} there. */
  public Process start(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of a program and returns the lines that it printed. */
  public static List<String> lines(Process process) {
    try {
      byte[] out = process.getInputStream().readAllBytes();
      String text = new String(out, StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), text);
      return text.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
