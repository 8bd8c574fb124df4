package dev.throughline.samples.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

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
      ExperimentCommand.class
    },
    synopsisSubcommandLabel = "(train | evaluate | predict | experiment)",
    description = "Trains the sample networks of Throughline, and asks them.")
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
    line.registerConverter(Path.class, new PathArgument())
        .setUsageHelpWidth(USAGE_WIDTH)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(sentences)
        .setExecutionExceptionHandler(sentences);
    return line;
  }
}
