package dev.throughline.runtime.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java virtual machine of its own, for what is decided once in each, and for small heaps. */
public final class AnotherMachine {
  private AnotherMachine() {}

  /** What {@code main} prints there, errors included. */
  public static String run(Class<?> main, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      byte[] printed = process.getInputStream().readAllBytes();
      process.waitFor();
      return new String(printed, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
