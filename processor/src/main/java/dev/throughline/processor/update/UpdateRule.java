package dev.throughline.processor.update;

/**
 * An optimiser's equations; a service, for other jars on the processor path.
 *
 * @see UpdateRules
 */
public interface UpdateRule {
  /** The optimiser's name, by which the runtime asks for these equations, such as {@code sgd}. */
  String optimizer();

  /** What people call it, such as {@code SGD}. */
  String title();

  /** The name of its kernel. */
  default String kernel() {
    return optimizer() + "Step";
  }

  /** Writes the equations down. */
  void write(Equations equations);
}
