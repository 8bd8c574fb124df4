package dev.throughline.processor.emit.docs;

import static dev.throughline.processor.emit.docs.Words.bytes;
import static dev.throughline.processor.emit.docs.Words.grouped;

import dev.throughline.processor.emit.docs.page.Page.Table;
import dev.throughline.processor.emit.docs.page.TableBuilder;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.List;

/** The bytes a network works on, for a few sizes of the batch. */
final class MemoryTable {
  private static final List<Integer> BATCHES = List.of(1, 32, 128);

  private final MemoryPlan training;
  private final MemoryPlan inference;

  MemoryTable(Program program) {
    this.training = program.trainingMemory();
    this.inference = program.inferenceMemory();
  }

  /** Activations and everything, by batch. */
  Table totals() {
    TableBuilder table =
        new TableBuilder(
            ">Batch",
            ">Training, bytes",
            ">of them activations",
            ">Inference, bytes",
            ">of them activations");
    for (int n : BATCHES) {
      long forTraining = n * training.bytesPerSample();
      long forInference = n * inference.bytesPerSample();
      table.row(
          String.valueOf(n),
          bytes(forTraining + training.fixedBytesOfTraining()),
          bytes(forTraining),
          bytes(forInference + inference.fixedBytesOfInference()),
          bytes(forInference));
    }
    return table.build();
  }

  /** What the totals are made of. */
  Table parts() {
    long parameters = Float.BYTES * training.parameterFloats();
    long states = Float.BYTES * training.stateFloats();
    return new TableBuilder("Part", ">Training, bytes", ">Inference, bytes")
        .row(
            "activations, a sample",
            grouped(Float.BYTES * training.activationFloats()),
            grouped(Float.BYTES * inference.activationFloats()))
        .row(
            "workspace, packed weights included",
            grouped(Float.BYTES * training.workspaceFloats()),
            grouped(Float.BYTES * inference.workspaceFloats()))
        .row("parameters", grouped(parameters), grouped(parameters))
        .row("gradients", grouped(parameters), "–")
        .row("running statistics", grouped(states), grouped(states))
        .build();
  }

}
