package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * How the gradients of a network reach its parameters.
 *
 * @param losses each loss on its own, in order of declaration, the network's main loss last
 */
public record GradientFlow(List<LossFlow> losses) {
  public GradientFlow {
    losses = List.copyOf(losses);
  }

  /** The main loss. */
  public LossFlow main() {
    return losses.getLast();
  }

  /** The paths to each parameter from the loss that is nearest to it, by the parameter's name. */
  public SequencedMap<String, PathReport> nearest() {
    SequencedMap<String, PathReport> nearest = new LinkedHashMap<>();
    for (LossFlow loss : losses) {
      for (PathReport report : loss.parameters()) {
        nearest.merge(
            report.parameter(),
            report,
            (a, b) -> a.layers().shortest() <= b.layers().shortest() ? a : b);
      }
    }
    return nearest;
  }

  /** One line a parameter, for traces. */
  public String trace() {
    StringBuilder text = new StringBuilder();
    for (LossFlow loss : losses) {
      text.append("from ").append(loss.loss()).append('\n');
      loss.parameters().forEach(p -> text.append(line(p)).append('\n'));
    }
    return text.toString();
  }

  private static String line(PathReport p) {
    return "  %s : %s layers, %s junctions, %s paths, slopes %s, gradient %s of that at %s"
        .formatted(
            p.parameter(),
            range(p.layers()),
            range(p.junctions()),
            p.layers().total(),
            Numbers.significant(p.slopes()),
            Numbers.significant(p.bound().ratio()),
            p.bound().since());
  }

  private static String range(PathLengths lengths) {
    return lengths.shortest() == lengths.longest()
        ? String.valueOf(lengths.shortest())
        : lengths.shortest() + "–" + lengths.longest();
  }
}
