package dev.throughline.samples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A {@link StepWorker} in its own process, frozen whenever it is not its turn. */
final class Side implements AutoCloseable {

  // Nothing is left running, or frozen, when this program is interrupted.
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Launch launch;
  private final int batch;
  private final Path errors;
  private final Process process;
  private final PrintStream commands;
  private final BufferedReader answers;
  private final String description;
  private final double secondsToFirstStep;

  private Side(Launch launch, StepPlan plan) throws Absence, IOException {
    this.launch = launch;
    this.batch = plan.batch();
    errors = Files.createTempFile("side", ".txt");
    errors.toFile().deleteOnExit();
    ProcessBuilder builder =
        new ProcessBuilder(launch.command()).redirectError(errors.toFile());
    builder.environment().putAll(launch.environment());
    long start = System.nanoTime();
    process = start(builder);
    RUNNING.add(process);
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    answers = process.inputReader(StandardCharsets.UTF_8);
    try {
      String[] first = answer().split(" ", 2);
      secondsToFirstStep = (System.nanoTime() - start) / 1e9;
      description = first[1];
      checkSame(plan.network().parameterCount(), Long.parseLong(first[0]));
      signal("STOP");
    } catch (Absence | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts a side and waits for its first step.
   *
   * @throws Absence if it does not get so far, or runs another network
   */
  static Side start(Launch launch, StepPlan plan) throws Absence {
    try {
      return new Side(launch, plan);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(ProcessBuilder builder) throws Absence {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Absence("`%s` cannot be started".formatted(builder.command().getFirst()));
    }
  }

  private static void checkSame(long ours, long theirs) throws Absence {
    if (ours != theirs) {
      throw new Absence(
          String.format(Locale.ROOT, "its network is another one, with %,d parameters and not %,d",
              theirs, ours));
    }
  }

  Launch launch() {
    return launch;
  }

  /** What it says of itself. */
  String description() {
    return description;
  }

  /** From the start of its process to the end of its first step. */
  double secondsToFirstStep() {
    return secondsToFirstStep;
  }

  /** The most memory that it ever had resident, where the system counts that. */
  OptionalLong peakBytes() {
    return Proc.peakBytes(process.pid());
  }

  /** Runs steps for at least {@code seconds}, alone on the machine. */
  double samplesPerSecond(double seconds) throws Absence {
    signal("CONT");
    commands.println(seconds);
    String[] answer = answer().split(" ", 2);
    signal("STOP");
    return Long.parseLong(answer[0]) * (double) batch / (Long.parseLong(answer[1]) / 1e9);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      RUNNING.remove(process);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a side ends", e);
    }
  }

  private String answer() throws Absence {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(StepWorker.ANSWER)) {
          return line.substring(StepWorker.ANSWER.length());
        }
        if (line.startsWith(StepWorker.FAILURE)) {
          throw new Absence(line.substring(StepWorker.FAILURE.length()));
        }
      }
      String last =
          Files.readString(errors).lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
      throw new Absence("it ended without an answer: " + last.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A waiting OpenMP thread may spin: left running it would take a core from another side. */
  private void signal(String signal) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0 && process.isAlive()) {
        throw new IllegalStateException("cannot send SIG" + signal + " to " + launch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while sending SIG" + signal, e);
    }
  }
}
