package dev.throughline.processor.gradientflow;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the gradient of one loss reaches the parameters.
 *
 * @param loss the path of the loss, such as {@code loss}
 * @param parameters those that it reaches, in order of declaration
 */
public record LossFlow(String loss, List<PathReport> parameters) {
  public LossFlow {
    parameters = List.copyOf(parameters);
  }

  /** The paths to {@code parameter}, by its published name; empty if the loss does not reach it. */
  public Optional<PathReport> to(String parameter) {
    return parameters.stream().filter(p -> p.parameter().equals(parameter)).findFirst();
  }

  /** The weighted layers that the loss reaches, in order of declaration. */
  public List<PathReport> layers() {
    return parameters.stream().filter(PathReport::weighted).toList();
  }

  /** The first of the layers with the longest path: as a rule, the one that reads the data. */
  public Optional<PathReport> deepest() {
    return layers().stream().max(Comparator.comparingInt(p -> p.layers().longest()));
  }
}
