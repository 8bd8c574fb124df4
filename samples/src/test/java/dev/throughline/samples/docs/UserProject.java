package dev.throughline.samples.docs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A project of a user's, in a folder of its own, which javac compiles and java runs. */
record UserProject(Path folder) {
  private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

  /** What a tool answered. */
  record Answer(int exit, String text) {}

  /** Writes a file, below {@code src} in the folders of its package. */
  UserProject source(String path, String text) throws IOException {
    Path file = folder.resolve("src/main/java").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** Compiles all sources into {@code classes}. */
  Answer javac(List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-d", folder.resolve("classes").toString()));
    try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
    }
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int exit =
        ToolProvider.findFirst("javac").orElseThrow()
            .run(out, out, arguments.toArray(String[]::new));
    return new Answer(exit, said.toString());
  }

  /** Runs java. */
  Answer java(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JDK.resolve("java").toString()));
    command.addAll(arguments);
    return run(command);
  }

  /** Runs a script of the shell, which finds this JDK first and the repository in THROUGHLINE. */
  Answer shell(String script) throws IOException, InterruptedException {
    return run(List.of("sh", "-ec", script));
  }

  private Answer run(List<String> command) throws IOException, InterruptedException {
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().merge("PATH", JDK.toString(), (old, jdk) -> jdk + ":" + old);
    builder.environment().put("THROUGHLINE", Markdown.ROOT.toString());
    int exit = builder.start().waitFor();
    return new Answer(exit, Files.readString(said));
  }

  /** Where the classes of some types lie: folders or jars, as a path. */
  static String where(Class<?>... types) {
    return Arrays.stream(types).map(UserProject::folder).collect(Collectors.joining(":"));
  }

  /** The processor and all it needs. */
  static String processorPath() {
    return System.getProperty("java.class.path");
  }

  private static String folder(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
