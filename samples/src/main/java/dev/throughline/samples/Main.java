package dev.throughline.samples;

import dev.throughline.samples.cli.Commands;

/** The command line of the samples; {@code --help} lists what there is. */
public final class Main {

  private Main() {}

  /** Runs a command, and ends the program with its exit code. */
  public static void main(String... arguments) {
    System.setProperty("java.awt.headless", "true"); // charts are files; no display is needed
    // A log message is a sentence; its time and class are noise between lines of progress.
    System.setProperty("java.util.logging.SimpleFormatter.format", "%5$s%n");
    Thread.setDefaultUncaughtExceptionHandler(Main::tell);
    System.exit(Commands.line().execute(arguments));
  }

  /** Where memory ends, threads in the background end with a trace each; the command says it in a sentence. */
  private static void tell(Thread thread, Throwable e) {
    if (!(e instanceof OutOfMemoryError)) {
      e.printStackTrace();
    }
  }
}
