package dev.throughline.processor.emit.cpu;

import dev.throughline.processor.kernel.Sweep;
import dev.throughline.processor.memory.Slot;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Which methods of a program are the training step, for whoever shows them. */
public record TrainingStep(Pass forward, Pass backward) {
  /**
   * One way through the network.
   *
   * @param method the name of the one that runs all {@code parts}, in their order
   */
  public record Pass(String method, List<Part> parts) {
    public Pass {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A method that launches what belongs together.
   *
   * @param method its name
   * @param member whose launches it begins with, or which repeat's of a block: {@code stage1.0}
   * @param places what it reads and writes, and the constants that it names these by
   */
  public record Part(
      String method, String member, List<Sweep> sweeps, SequencedMap<Slot, String> places) {
    public Part {
      sweeps = List.copyOf(sweeps);
      places = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(places));
    }
  }
}
