package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.java.ContractionComment;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Flops;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.Stmt;
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
    return switch (kernel) {
      case ContractionKernel(_, var contraction, _, var epilogue, _, _) -> {
        Prose purpose = purpose(ContractionComment.purpose(contraction));
        yield ContractionComment.finish(contraction, epilogue)
            .map(then -> Prose.lines(List.of(purpose, Prose.text("then ").then(Prose.code(then)))))
            .orElse(purpose);
      }
      case LoopKernel loop -> {
        List<Prose> formulas = loop.formula().stream().map(Prose::code).toList();
        yield switch (formulas.size()) {
          case 0 -> purpose(loop.purpose());
          case 1 -> Prose.lines(List.of(purpose(loop.purpose()), formulas.getFirst()));
          default -> some(formulas);
        };
      }
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
      case SAMPLE -> "n";
      case ELEMENT -> "elements";
      case SPLIT ->
          kernel instanceof ContractionKernel contraction
              ? String.valueOf(contraction.splits())
              : "parts of the batch";
      case ONCE -> "1";
    };
  }

  /** {@code 884,736 n}: floating-point operations for a batch of n. */
  static String flops(Kernel kernel) {
    return switch (kernel) {
      case ContractionKernel contraction -> Words.overBatch(contraction.flops(), 0);
      case LoopKernel loop ->
          switch (loop.unit()) {
            case SAMPLE, SPLIT -> Words.overBatch(loop.flops(), 0);
            case ELEMENT -> Words.overBatch(0, loop.flops());
            case ONCE -> {
              long perSample = inBatchLoops(loop.body());
              yield Words.overBatch(perSample, loop.flops() - perSample);
            }
          };
    };
  }

  private static long inBatchLoops(List<Stmt> body) {
    return body.stream().mapToLong(KernelWords::inBatchLoops).sum();
  }

  private static long inBatchLoops(Stmt statement) {
    return switch (statement) {
      case Stmt.For(_, Stmt.Extent.Batch _, _, var body) -> Flops.of(body);
      case Stmt.For(_, Stmt.Extent.Fixed(int extent), _, var body) -> extent * inBatchLoops(body);
      case Stmt.Reduce(_, int extent, _, var body) -> extent * inBatchLoops(body);
      case Stmt.Guard(_, _, var body) -> inBatchLoops(body);
      case Stmt.Let _, Stmt.Read _, Stmt.Quotient _ -> 0;
      case Stmt.Declare _, Stmt.Update _, Stmt.Store _ -> 0;
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
