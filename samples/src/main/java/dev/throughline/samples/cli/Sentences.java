package dev.throughline.samples.cli;

import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import dev.throughline.runtime.message.ThroughlineException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a command, and answers whatever goes wrong with one sentence on the error stream. A trace is shown of
 * mistakes of ours only.
 */
final class Sentences
    implements IParameterExceptionHandler, IExecutionExceptionHandler, IExecutionStrategy {
  private static final int LONGEST = 900;

  /** The machine does not let us. */
  static final int MACHINE = 1;

  /** Arguments or files are wrong. */
  static final int INPUT = 2;

  /** A mistake of ours. */
  static final int BUG = 3;

  @Override
  public int execute(ParseResult arguments) {
    CommandLine command = arguments.commandSpec().commandLine();
    int exit;
    try {
      exit = new RunLast().execute(arguments);
    } catch (OutOfMemoryError e) {
      return say(command, MACHINE, outOfMemory(e));
    } catch (Error e) { // picocli hands on exceptions only
      return bug(command, e);
    }
    // Streams to the outside keep their failures to themselves until they are asked.
    if (command.getOut().checkError() || System.out.checkError()) {
      return say(
          command, MACHINE,
          "what this command prints could not be written: its reader has gone, or the disk is full");
    }
    return exit;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    return say(problem.getCommandLine(), INPUT, sentence(problem));
  }

  @Override
  public int handleExecutionException(
      Exception problem, CommandLine command, ParseResult arguments) {
    return switch (problem) {
      case BadInput e -> say(command, INPUT, of(e));
      case MachineFault e -> say(command, MACHINE, of(e));
      case NetworkMemoryException e -> say(command, MACHINE, of(e));
      case ThroughlineException e ->
          say(command, e.getCause() instanceof Error ? MACHINE : INPUT, of(e));
      case UncheckedIOException e -> say(command, MACHINE, of(e));
      default -> bug(command, problem);
    };
  }

  /** What an exception says to a user. */
  static String of(RuntimeException e) {
    if (e instanceof UncheckedIOException io) {
      String reason = Reason.of(io);
      String cause = String.valueOf(io.getCause());
      String said = String.valueOf(io.getMessage());
      return said.equals(cause) ? "a file failed: " + reason : said + ": " + reason;
    }
    return String.valueOf(e.getMessage());
  }

  private static String sentence(ParameterException problem) {
    String fix = "`--help` tells what there is";
    if (problem instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      return "%s is not known here: %s"
          .formatted(
              Quote.name(String.join(" ", unmatched.getUnmatched())),
              suggestions.isEmpty()
                  ? fix
                  : "did you mean %s?".formatted(suggestions.getFirst()));
    }
    return "%s; %s".formatted(problem.getMessage(), fix);
  }

  private static String outOfMemory(OutOfMemoryError e) {
    if (String.valueOf(e.getMessage()).contains("thread")) {
      return "this machine starts no more threads: give fewer by --threads, or end other programs";
    }
    return String.format(Locale.ROOT,
        "%,d MB of memory are too little: give more to java by -Xmx, such as `java -Xmx4g …`, or take"
            + " a smaller --batch, fewer images or a smaller network",
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static int bug(CommandLine command, Throwable problem) {
    problem.printStackTrace(command.getErr());
    return say(
        command, BUG,
        "this is a mistake in Throughline and not yours: please report it with the lines above");
  }

  private static int say(CommandLine command, int exit, String sentence) {
    command.getErr().println(Quote.printable(sentence, LONGEST));
    command.getErr().flush();
    return exit;
  }
}
