package dev.throughline.processor.emit.docs;

import static dev.throughline.processor.emit.docs.MarkdownTable.code;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.Program;
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
  private final Set<Kernel> explained = new LinkedHashSet<>();
  private final StringBuilder text = new StringBuilder();

  private ScheduleTables(Graph training, Program program) {
    this.program = program;
    this.owners = new Owners(training, program.trainingMemory());
  }

  static String of(Graph training, Program program) {
    return new ScheduleTables(training, program).write();
  }

  private String write() {
    pass("Training, forward", "From the images to the loss.", program.forward());
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
    pass("Inference", "From the images to the logits.", program.inference());
    return text.toString();
  }

  private void pass(String title, String what, List<Launch> launches) {
    if (launches.isEmpty()) {
      return;
    }
    Map<Kernel, List<Launch>> byKernel =
        launches.stream()
            .collect(
                Collectors.groupingBy(
                    Launch::kernel, LinkedHashMap::new, Collectors.toUnmodifiableList()));
    text.append("### ").append(title).append("\n\n").append(what).append(' ');
    text.append(Words.count(launches.size(), "launch")).append(" of ");
    text.append(Words.count(byKernel.size(), "kernel")).append(".\n\n");
    order(launches);
    kernels(byKernel);
  }

  private void order(List<Launch> launches) {
    MarkdownTable table = new MarkdownTable("Member", ">×", "Kernels, in order");
    for (Schedule.Row row : Schedule.rows(launches, owners)) {
      table.row(
          code(row.path())
              + (row.others() == 0 ? "" : " and " + Words.count(row.others(), "other")),
          row.count() == 1 ? "" : String.valueOf(row.count()),
          row.kernels().stream().map(k -> code(k.name())).collect(Collectors.joining(" → ")));
    }
    text.append(table).append('\n');
  }

  private void kernels(Map<Kernel, List<Launch>> byKernel) {
    MarkdownTable table = table();
    int before = explained.size();
    byKernel.forEach(
        (kernel, launches) -> {
          if (explained.add(kernel)) {
            row(
                table,
                kernel,
                String.valueOf(launches.size()),
                KernelWords.bytes(launches.getFirst().buffers()));
          }
        });
    if (explained.size() > before) {
      text.append(table).append('\n');
    }
  }

  private static MarkdownTable table() {
    return new MarkdownTable("Kernel", "What it does", ">×", ">Tasks", ">FLOP", ">Bytes");
  }

  private static void row(MarkdownTable table, Kernel kernel, String launches, String bytes) {
    table.row(
        code(kernel.name()),
        KernelWords.what(kernel),
        launches,
        KernelWords.tasks(kernel),
        KernelWords.flops(kernel),
        bytes);
  }

  private void update() {
    MarkdownTable table = table();
    for (LoopKernel rule : List.of(program.sgd(), program.adamW())) {
      long bytes =
          Float.BYTES * program.trainingMemory().parameterFloats() * rule.buffers().size();
      row(table, rule, "1", Words.overBatch(0, bytes));
    }
    text.append("### Update\n\nOne of these, over all parameters at once.\n\n");
    text.append(table).append('\n');
  }
}
