package dev.throughline.samples.cli;

import dev.throughline.samples.Main;
import dev.throughline.samples.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Runs commands in a Java of their own, where they may be killed or run out of memory. */
final class OtherProcess {
  private final List<String> java = new ArrayList<>();
  private final Path folder;

  /** Starts Java with these options. What it prints goes to files in {@code folder}. */
  OtherProcess(Path folder, String... options) {
    this.folder = folder;
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1"));
    java.addAll(List.of(options));
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
  }

  /** Runs a command to its end. */
  Answer run(Object... arguments) throws IOException, InterruptedException {
    return run(folder.resolve("out.txt"), arguments);
  }

  /** Runs a command whose output goes to {@code out}, and is not in the answer. */
  Answer run(Path out, Object... arguments) throws IOException, InterruptedException {
    Process process = start(out, arguments);
    int exit = process.waitFor();
    String printed = Files.isRegularFile(out) ? Files.readString(out) : "";
    return new Answer(exit, printed, errors());
  }

  Process start(Path out, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(java);
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(folder.resolve("error.txt").toFile())
        .start();
  }

  /** What Java itself warns of is not the command's. */
  private String errors() throws IOException {
    return Files.readAllLines(folder.resolve("error.txt")).stream()
        .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
        .collect(Collectors.joining("\n"));
  }
}
