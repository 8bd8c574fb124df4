package dev.throughline.samples.cli;

import dev.throughline.runtime.message.Quote;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command that holds the others. */
@Command(
    name = "throughline",
    commandListHeading = "%nCommands:%n",
    descriptionHeading = "%n",
    optionListHeading = "%n",
    sortOptions = false,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ExperimentCommand.class,
      BenchCommand.class
    },
    synopsisSubcommandLabel = "(train | evaluate | predict | experiment | bench)",
    description = "Trains the sample networks of Throughline, asks them, and times them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the machine refused: disk, memory, threads",
      "2:arguments or files are wrong",
      "3:a mistake in Throughline, with its trace"
    })
public final class Commands {

  private static final int USAGE_WIDTH = 100;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this and do nothing.")
  @SuppressWarnings("unused") // picocli acts on the option; nobody asks whether it was there
  private boolean help;

  private Commands() {}

  /** Commands and options, ready to execute. */
  public static CommandLine line() {
    Sentences sentences = new Sentences();
    CommandLine line = new CommandLine(new Commands());
    line.setUsageHelpWidth(USAGE_WIDTH)
        // An argument that begins with @ is what it says, not a file of further arguments.
        .setExpandAtFiles(false)
        .registerConverter(Path.class, new PathArgument())
        .registerConverter(Long.class, Commands::whole)
        .registerConverter(long.class, Commands::whole)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(sentences)
        .setParameterExceptionHandler(sentences)
        .setExecutionExceptionHandler(sentences);
    return line;
  }

  private static long whole(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "%s is not a whole number of 64 bits".formatted(Quote.name(value)));
    }
  }
}
