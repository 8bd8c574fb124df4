package dev.throughline.processor.kernel;

import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Region;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a network runs, launch by launch.
 *
 * @param forward the training step up to the loss
 * @param backward from the loss to every parameter's gradient
 * @param fold what inference derives from weights and statistics, once after they change
 * @param inference the logits of a batch
 * @param updates one step of each optimiser over the flat parameter buffer
 * @param trainedFloats how many parameters such a step changes, from the first on; what follows is frozen
 */
public record Program(
    String name,
    List<Sweep> forward,
    List<Sweep> backward,
    List<Sweep> fold,
    List<Sweep> inference,
    List<Update> updates,
    long trainedFloats,
    MemoryPlan trainingMemory,
    MemoryPlan inferenceMemory) {
  public Program {
    forward = List.copyOf(forward);
    backward = List.copyOf(backward);
    fold = List.copyOf(fold);
    inference = List.copyOf(inference);
    updates = List.copyOf(updates);
    calls(inference).forEach(Program::checkWritesActivationsOnly);
  }

  /** Passes of inference on several threads share all memory but the activations. */
  private static void checkWritesActivationsOnly(Launch launch) {
    for (int i = 0; i < launch.buffers().size(); i++) {
      boolean written = launch.kernel().buffers().get(i).written();
      if (written && launch.buffers().get(i).region() != Region.ACTIVATIONS) {
        throw new IllegalStateException(
            "inference writes %s in kernel %s, which other passes read"
                .formatted(launch.buffers().get(i), launch.kernel().name()));
      }
    }
  }

  /** Each kernel once, in order of first use. */
  public List<Kernel> kernels() {
    return Stream.concat(
        calls().map(Launch::kernel),
        updates.stream().map(Update::kernel))
        .distinct()
        .collect(Collectors.toList());
  }

  /** All calls of kernels, in order. */
  public Stream<Launch> calls() {
    return Stream.of(forward, backward, fold, inference).flatMap(Program::calls);
  }

  /** The calls of {@code sweeps}, in order. */
  public static Stream<Launch> calls(List<Sweep> sweeps) {
    return sweeps.stream().map(Sweep::calls).flatMap(List::stream);
  }

  /** Floats that each thread needs for any launch. */
  public int scratchFloats() {
    return Math.max(trainingMemory.scratchFloats(), inferenceMemory.scratchFloats());
  }

  public String trace() {
    StringBuilder text = new StringBuilder("program " + name + "\n");
    section(text, "forward", forward);
    section(text, "backward", backward);
    section(text, "fold", fold);
    section(text, "inference", inference);
    return text.toString();
  }

  private static void section(StringBuilder text, String title, List<Sweep> sweeps) {
    text.append("-- ").append(title).append('\n');
    for (Sweep sweep : sweeps) {
      String indent = sweep.calls().size() == 1 ? "" : "  ";
      if (sweep.calls().size() > 1) {
        text.append(sweep.division()).append(" of ").append(sweep.samples()).append('\n');
      }
      for (Launch call : sweep.calls()) {
        text.append(
            "%s%s %s   %s%n"
                .formatted(indent, call.kernel().name(), call.buffers(), call.origin().member()));
      }
    }
  }
}
