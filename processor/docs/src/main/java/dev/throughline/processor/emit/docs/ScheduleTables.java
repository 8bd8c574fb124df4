package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.page.Page.Block;
import dev.throughline.processor.emit.docs.page.Page.Heading;
import dev.throughline.processor.emit.docs.page.Page.Paragraph;
import dev.throughline.processor.emit.docs.page.Page.Table;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.Prose.Text;
import dev.throughline.processor.emit.docs.page.TableBuilder;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.kernel.Sweep;
import dev.throughline.processor.kernel.Update;
import dev.throughline.processor.kernel.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What each pass runs, and what each kernel does; a kernel is explained where it is first launched. */
final class ScheduleTables {
  private final Program program;
  private final Owners owners;
  private final KernelPage sources;
  private final Set<Kernel> explained = new LinkedHashSet<>();
  private final List<Block> blocks = new ArrayList<>();

  private ScheduleTables(Graph training, Program program, KernelPage sources) {
    this.program = program;
    this.owners = new Owners(training, program.trainingMemory());
    this.sources = sources;
  }

  static List<Block> of(Graph training, Program program, KernelPage sources) {
    return new ScheduleTables(training, program, sources).write();
  }

  private List<Block> write() {
    pass("Training, forward", "From the inputs to the loss.", program.forward());
    pass(
        "Training, backward",
        "From the loss to the gradient of every parameter.",
        program.backward());
    update();
    pass(
        "Folding for inference",
        "Once after parameters or running statistics have changed: batch norm becomes part of the"
            + " weights, which are then packed for the processor.",
        program.fold());
    pass("Inference", "From the inputs to the answer.", program.inference());
    return blocks;
  }

  private void pass(String title, String what, List<Sweep> sweeps) {
    List<Launch> launches = Program.calls(sweeps).toList();
    if (launches.isEmpty()) {
      return;
    }
    Map<Kernel, List<Launch>> byKernel =
        launches.stream()
            .collect(
                Collectors.groupingBy(
                    launch -> sources.told(launch.kernel()),
                    LinkedHashMap::new,
                    Collectors.toUnmodifiableList()));
    blocks.add(new Heading(3, title));
    blocks.add(
        new Paragraph(
            Prose.text(
                "%s %s of %s in %s."
                    .formatted(
                        what,
                        Words.count(launches.size(), "call"),
                        Words.count(launches.stream().map(Launch::kernel).distinct().count(),
                            "kernel"),
                        Words.count(sweeps.size(), "launch")))));
    blocks.add(order(launches));
    kernels(byKernel);
  }

  private Table order(List<Launch> launches) {
    TableBuilder table = new TableBuilder("Member", ">×", "Kernels, in order");
    for (Schedule.Row row : Schedule.rows(launches, owners, sources::told)) {
      String others = row.others() == 0 ? "" : " and " + Words.count(row.others(), "other");
      table.row(
          Prose.code(row.path()).then(Prose.text(others)),
          Prose.text(row.count() == 1 ? "" : String.valueOf(row.count())),
          Prose.joined(
              row.kernels().stream().map(k -> Prose.code(k.name())).toList(), new Text(" → ")));
    }
    return table.build();
  }

  private void kernels(Map<Kernel, List<Launch>> byKernel) {
    TableBuilder table = table();
    byKernel.forEach(
        (kernel, launches) -> {
          if (explained.add(kernel)) {
            row(table, kernel, launches);
          }
        });
    if (!table.isEmpty()) {
      blocks.add(table.build());
    }
  }

  private static TableBuilder table() {
    return new TableBuilder("Kernel", "What it does", ">×", ">Tasks", ">FLOP", ">Bytes");
  }

  private void row(TableBuilder table, Kernel kernel, List<Launch> launches) {
    List<Launch> bySize =
        launches.stream().sorted(Comparator.comparing(launch -> operations(launch.work())))
            .toList();
    Launch least = bySize.getFirst();
    Launch most = bySize.getLast();
    row(
        table,
        kernel,
        String.valueOf(launches.size()),
        span(KernelWords.flops(least), KernelWords.flops(most)),
        span(KernelWords.bytes(least.buffers()), KernelWords.bytes(most.buffers())));
  }

  private static long operations(Work work) {
    return work.fixed() + work.perSample();
  }

  private static String span(String least, String most) {
    return least.equals(most) ? least : least + " to " + most;
  }

  private void row(
      TableBuilder table, Kernel kernel, String launches, String flops, String bytes) {
    table.row(
        sources.link(kernel),
        KernelWords.what(kernel),
        Prose.text(launches),
        Prose.text(KernelWords.tasks(kernel)),
        Prose.text(flops),
        Prose.text(bytes));
  }

  private void update() {
    TableBuilder table = table();
    for (Update update : program.updates()) {
      Kernel rule = update.kernel();
      long bytes =
          Float.BYTES * program.trainingMemory().parameterFloats() * rule.buffers().size();
      row(table, rule, "1", Words.overBatch(0, rule.work(Map.of()).fixed()),
          Words.overBatch(0, bytes));
    }
    blocks.add(new Heading(3, "Update"));
    blocks.add(new Paragraph(Prose.text("One of these, over all parameters at once.")));
    blocks.add(table.build());
  }
}
