package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Work;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a page says about one kernel. */
final class KernelWords {
  private static final int MOST_FORMULAS = 5;

  private KernelWords() {}

  /** What it does, in words, in formulas or in both, whichever is short. */
  static Prose what(Kernel kernel) {
    List<Prose> formulas =
        (kernel.usesTiles() ? kernel.brief() : kernel.formula()).stream().map(Prose::code).toList();
    return switch (formulas.size()) {
      case 0 -> purpose(kernel.purpose());
      case 1 -> Prose.lines(List.of(purpose(kernel.purpose()), formulas.getFirst()));
      default -> some(formulas);
    };
  }

  private static Prose some(List<Prose> formulas) {
    List<Prose> lines = new ArrayList<>(formulas);
    int more = formulas.size() - MOST_FORMULAS;
    if (more > 0) {
      lines.subList(MOST_FORMULAS, lines.size()).clear();
      lines.add(Prose.text(String.format(Locale.ROOT, "and %d more", more)));
    }
    return Prose.lines(lines);
  }

  /** Without the shape, which the name of the kernel gives. */
  private static Prose purpose(String sentence) {
    return Prose.text(sentence.replaceFirst("(: f32\\[[^]]*])?\\.$", ""));
  }

  /** Into how many tasks a launch for a batch of n is divided. */
  static String tasks(Kernel kernel) {
    return switch (kernel.unit()) {
      case SAMPLE, SAMPLES -> "n";
      case ROWS -> "n or rows";
      case ELEMENT -> "elements";
      case SPLIT -> {
        Work parts = Work.of(1).times(kernel.elements()).in(kernel.constants());
        yield parts.fixed() > 0 ? String.valueOf(parts.fixed()) : "parts of the batch";
      }
      case ONCE -> "1";
    };
  }

  /** {@code 884,736 n}: floating-point operations for a batch of n. */
  static String flops(Launch launch) {
    Work work = launch.work();
    return switch (launch.kernel().unit()) {
      case SAMPLE, SAMPLES, ROWS, SPLIT -> Words.overBatch(work.fixed(), 0);
      case ELEMENT, ONCE -> Words.overBatch(work.perSample(), work.fixed());
    };
  }

  /** {@code 131,072 n + 9,216}: bytes of the buffers that a launch for a batch of n reads or writes. */
  static String bytes(List<Slot> buffers) {
    long perSample = 0;
    long fixed = 0;
    for (Slot slot : buffers) {
      if (slot.region() == Region.ACTIVATIONS) {
        perSample += Float.BYTES * slot.size();
      } else {
        fixed += Float.BYTES * slot.size();
      }
    }
    return Words.overBatch(perSample, fixed);
  }
}
