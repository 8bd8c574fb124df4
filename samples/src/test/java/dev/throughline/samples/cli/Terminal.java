package dev.throughline.samples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** Runs commands as a user would, and keeps what they print. */
final class Terminal {

  /**
   * What a command left.
   *
   * @param exit its exit code
   * @param out what it printed
   * @param error what it printed to the error stream
   */
  record Answer(int exit, String out, String error) {}

  private Terminal() {}

  static Answer run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    CommandLine line =
        Commands.line().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(error, true));
    int exit = line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Answer(exit, out.toString(), error.toString());
  }
}
