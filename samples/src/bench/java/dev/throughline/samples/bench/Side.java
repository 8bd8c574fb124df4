package dev.throughline.samples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A {@link StepWorker} in its own process, frozen whenever it is not its turn. */
final class Side implements AutoCloseable {

  private final String name;
  private final int batch;
  private final Process process;
  private final PrintStream commands;
  private final BufferedReader answers;
  private final long parameters;
  private final double secondsToFirstStep;

  /** Starts the worker {@code side} and waits for its first step. */
  Side(String side, int batch, int threads, Map<String, String> environment) {
    this.name = environment.isEmpty() ? side : side + " " + environment;
    this.batch = batch;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(
        side.equals(StepWorker.OURS)
            ? "--add-modules=jdk.incubator.vector"
            : "--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StepWorker.class.getName(), side));
    command.addAll(List.of(Integer.toString(batch), Integer.toString(threads)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    answers = process.inputReader(StandardCharsets.US_ASCII);
    String[] first = answer();
    parameters = Long.parseLong(first[0]);
    secondsToFirstStep = Long.parseLong(first[1]) / 1e9;
    signal("STOP");
  }

  String name() {
    return name;
  }

  long parameters() {
    return parameters;
  }

  double secondsToFirstStep() {
    return secondsToFirstStep;
  }

  /** Trains for at least {@code seconds}, alone on the machine, and returns images per second. */
  double imagesPerSecond(double seconds) {
    signal("CONT");
    commands.println(seconds);
    String[] answer = answer();
    signal("STOP");
    return Long.parseLong(answer[0]) * (double) batch / (Long.parseLong(answer[1]) / 1e9);
  }

  @Override
  public void close() {
    signal("CONT");
    commands.close();
    process.destroy();
  }

  private String[] answer() {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(StepWorker.ANSWER)) {
          return line.substring(StepWorker.ANSWER.length()).split(" ", -1);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(
        "`" + name + "` ended before it answered: see its output above");
  }

  /** A waiting OpenMP thread may spin: left running it would take a core from the other side. */
  private void signal(String signal) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0 && process.isAlive()) {
        throw new IllegalStateException("cannot send SIG" + signal + " to `" + name + "`");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while sending SIG" + signal, e);
    }
  }
}
