package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.cpu.TrainingStep.Part;
import dev.throughline.processor.emit.docs.page.Page.Table;
import dev.throughline.processor.emit.docs.page.TableBuilder;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.kernel.Sweep;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.schedule.Division;
import dev.throughline.processor.schedule.Registers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How to read the calls of an excerpt: a row for each thing that occurs in it. */
final class StepReading {
  private final List<Part> parts;
  private final List<Sweep> sweeps;
  private final List<Launch> calls;

  /** Of {@code parts}, of which there is at least one. */
  StepReading(List<Part> parts) {
    this.parts = parts;
    this.sweeps = parts.stream().flatMap(part -> part.sweeps().stream()).toList();
    this.calls = Program.calls(sweeps).toList();
  }

  Table table() {
    TableBuilder table = new TableBuilder("In the code", "What it says");
    table.row(
        "`// %s`".formatted(calls.getFirst().origin().member()),
        "the member that the calls below it are for");
    calls.stream()
        .filter(call -> !call.kernel().tiles(Registers.MANY).isEmpty())
        .findFirst()
        .ifPresent(
            call -> table.row(
                "`//   %s`".formatted(call.kernel().brief().getFirst()),
                """
                    what the call below it computes, in short: `x` is what it reads, `w` are weights, `y` is what it \
                    makes; `·` is a product, `∗` a convolution, and with `wᵀ` either goes from outputs back to inputs; \
                    `Σ n` is a sum over the batch; a `d` before a name makes it the gradient of the loss with respect \
                    to that"""));
    boolean bySample = has(sweep -> sweep.division() == Division.SAMPLE);
    table.rowIf(
        bySample,
        "`cpu.forEach(n, kernel(…))`",
        "runs the kernel for each of the n samples of the batch; threads share them");
    table.rowIf(
        has(sweep -> sweep.division() == Division.SAMPLE && sweep.calls().size() > 1),
        "`cpu.forEach(n, 2, first(…), second(…))`",
        """
            takes two samples through all the kernels, in their order, before the next two: what one kernel leaves is \
            still in the cache when the next reads it""");
    table.rowIf(
        has(sweep -> sweep.division() == Division.ROWS),
        "`cpu.forEach(n * cpu.parts(n), kernel(…))`",
        "divides samples too, if there are fewer of them than threads");
    table.rowIf(
        has(sweep -> sweep.division() != Division.SAMPLE && sweep.division() != Division.ROWS),
        "`cpu.forEach(16, kernel(…))`",
        """
            divides the work into 16 tasks, whatever the size of the batch; with `cpu.forEach(1, 1, …)` one thread runs \
            all the kernels, one after the other""");
    place().ifPresent(
        name -> table.row(
            "`activations, at(%s)`".formatted(name),
            """
                a tensor: the array that holds it, and where in that it begins. `activations` holds what grows with \
                the batch, for which `at` allows; `workspace` what does not; `parameters` what is trained; \
                `gradients`, in the same order, the gradient of the loss with respect to each of these"""));
    calls.stream()
        .flatMap(call -> call.kernel().extents().stream())
        .findFirst()
        .ifPresent(
            extent -> table.row(
                "`/* %s */`".formatted(extent), "what the kernel calls the size that follows"));
    return table.build();
  }

  private boolean has(Predicate<Sweep> sort) {
    return sweeps.stream().anyMatch(sort);
  }

  private Optional<String> place() {
    return parts.stream()
        .flatMap(part -> part.places().entrySet().stream())
        .filter(place -> place.getKey().region() == Region.ACTIVATIONS)
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
