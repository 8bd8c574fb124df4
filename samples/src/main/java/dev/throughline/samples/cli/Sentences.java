package dev.throughline.samples.cli;

import dev.throughline.runtime.message.ThroughlineException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers bad input with one sentence on the error stream and exit code 2. */
final class Sentences implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    return say(problem.getCommandLine(), sentence(problem));
  }

  /** Lets bugs pass, with their traces. */
  @Override
  public int handleExecutionException(
      Exception problem, CommandLine command, ParseResult arguments) throws Exception {
    return switch (problem) {
      case BadInput _, ThroughlineException _ ->
          say(command, String.valueOf(problem.getMessage()));
      default -> throw problem;
    };
  }

  private static String sentence(ParameterException problem) {
    String fix = "`--help` tells what there is";
    if (problem instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      return "`%s` is not known here: %s"
          .formatted(
              String.join(" ", unmatched.getUnmatched()),
              suggestions.isEmpty()
                  ? fix
                  : "did you mean %s?".formatted(suggestions.getFirst()));
    }
    return "%s; %s".formatted(problem.getMessage(), fix);
  }

  private static int say(CommandLine command, String sentence) {
    command.getErr().println(sentence);
    command.getErr().flush();
    return CommandLine.ExitCode.USAGE;
  }
}
