package dev.throughline.samples.cli;

import dev.throughline.samples.bench.Absence;
import dev.throughline.samples.bench.StepBenchmark;
import dev.throughline.samples.bench.StepMode;
import dev.throughline.samples.bench.StepPlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times a step of a network beside other libraries, and prints a table. */
@Command(
    name = "bench",
    abbreviateSynopsis = true,
    descriptionHeading = "%n",
    optionListHeading = "%n",
    sortOptions = false,
    description = {
      "Times a step of a network beside libtorch, turn by turn, and prints a table in Markdown.",
      "A peer is PyTorch in a Python that has it, and for ResNet20 libtorch by JavaCPP, which"
          + " `mvn -Pbench` brings; one that cannot run is left out. Each side is a process of its"
          + " own, and each peer runs at the fastest of its settings."
    })
final class BenchCommand implements Callable<Integer> {

  @Option(
      names = "--network",
      paramLabel = "NAME",
      converter = TimedNetworks.Converter.class,
      completionCandidates = TimedNetworks.Names.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private SampleNetwork network = TimedNetworks.ALL.getFirst();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "${COMPLETION-CANDIDATES}: forward, loss, backward and update, or answers alone"
          + " (default: ${DEFAULT-VALUE}).")
  private StepMode mode = StepMode.TRAIN;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = Numbers.Positive.class,
      description = "Samples in a step (default: ${DEFAULT-VALUE}).")
  private int batch = 128;

  @Mixin
  private final ThreadOption threads = new ThreadOption();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Numbers.Positive.class,
      description = "Turns of each side (default: ${DEFAULT-VALUE}).")
  private int rounds = 9;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      converter = Numbers.PositiveReal.class,
      description = "A turn takes at least so long (default: ${DEFAULT-VALUE}).")
  private double seconds = 5;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      converter = Numbers.PositiveReal.class,
      description = "Each side runs so long before its first turn (default: ${DEFAULT-VALUE}).")
  private double warmUp = 20;

  @Option(
      names = "--avx2",
      description = "Hold all sides to AVX2, on a machine that may have more.")
  private boolean avx2;

  @Option(
      names = "--python",
      paramLabel = "PROGRAM",
      description = "The Python that has PyTorch (default: ${DEFAULT-VALUE}).")
  private String python = "python3";

  @Option(
      names = "--java",
      paramLabel = "OPTION",
      description = "An option of our side's Java, such as --java=-Xmx1g; may be repeated.")
  private List<String> javaOptions = new ArrayList<>();

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter screen = Objects.requireNonNull(spec).commandLine().getOut();
    StepPlan plan =
        new StepPlan(
            network.model().spec(), mode, batch, threads.count(), rounds, seconds, warmUp,
            heldToAvx2(System.getProperty("os.arch")), python, javaOptions);
    try {
      StepBenchmark.run(
          plan,
          line -> {
            screen.println(line);
            screen.flush();
          });
    } catch (Absence e) {
      throw new MachineFault(
          "the step of %s could not be timed: %s".formatted(network, e.sentence()), e);
    }
    return CommandLine.ExitCode.OK;
  }

  private boolean heldToAvx2(String architecture) {
    if (avx2 && !List.of("amd64", "x86_64").contains(architecture)) {
      throw new BadInput(
          "--avx2 is for processors of x86-64, and this one is %s: leave it out"
              .formatted(architecture));
    }
    return avx2;
  }
}
