package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.cpu.CpuSources;
import dev.throughline.processor.emit.cpu.TrainingStep.Part;
import dev.throughline.processor.emit.cpu.TrainingStep.Pass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a page shows of a training step: of a shallow network all of it; of a deep one where the forward pass ends and the
 * backward pass begins, so that each gradient can be seen beside the value that it belongs to.
 */
record Excerpt(List<Part> forward, List<Part> backward) {
  /** A step of no more lines is shown as a whole. */
  private static final int WHOLE_LINES = 300;

  /** Of the backward pass of another, so many are shown. */
  private static final int MOST_LINES = 150;

  /** Or so many, if they lead to a skip. */
  private static final int MOST_LINES_TO_SKIP = 350;

  Excerpt {
    forward = List.copyOf(forward);
    backward = List.copyOf(backward);
  }

  /**
   * An excerpt.
   *
   * @param skip the part that adds the gradient of a skip, which is shown in any case
   */
  static Excerpt of(CpuSources cpu, Optional<Part> skip) {
    Pass forward = cpu.step().forward();
    Pass backward = cpu.step().backward();
    if (lines(forward.parts(), cpu) + lines(backward.parts(), cpu) <= WHOLE_LINES) {
      return new Excerpt(forward.parts(), backward.parts());
    }
    List<Part> parts = backward.parts();
    int most = MOST_LINES;
    if (skip.isPresent()) {
      List<Part> toSkip = parts.subList(0, parts.indexOf(skip.get()) + 1);
      most = lines(toSkip, cpu) <= MOST_LINES_TO_SKIP ? MOST_LINES_TO_SKIP : MOST_LINES;
    }
    List<Part> shown = new ArrayList<>();
    int lines = 0;
    boolean enough = false;
    for (Part part : parts) {
      lines += lines(List.of(part), cpu);
      enough = enough || lines > most && !shown.isEmpty();
      boolean ofSkip = skip.filter(part::equals).isPresent();
      if (ofSkip || !enough) {
        shown.add(part);
      }
      enough = enough || ofSkip;
    }
    Set<String> members = new HashSet<>();
    shown.forEach(part -> members.add(part.member()));
    List<Part> same = forward.parts().stream().filter(p -> members.contains(p.member())).toList();
    return new Excerpt(same.isEmpty() ? List.of(forward.parts().getLast()) : same, shown);
  }

  private static int lines(List<Part> parts, CpuSources cpu) {
    return parts.stream().mapToInt(part -> (int) cpu.method(part.method()).lines().count()).sum();
  }
}
