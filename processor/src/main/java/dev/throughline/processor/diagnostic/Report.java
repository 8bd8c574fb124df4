package dev.throughline.processor.diagnostic;

import javax.annotation.processing.Messager;

/**
 * A problem found.
 *
 * @param message with the id in front and its hints below
 */
public record Report(Problem problem, SourceRef where, String message) {
  /** Shows this to the user. */
  public void print(Messager messager) {
    messager.printMessage(
        problem.kind(), message, where.element(), where.annotation(), where.value());
  }
}
