package dev.throughline.processor.layer;

/** What a loss takes its prediction for. */
public sealed interface Reads {

  /** Values as they are, such as those of a regression. */
  record Values() implements Reads {}

  /** Logits, of which the loss takes the sigmoid itself. */
  record SigmoidLogits() implements Reads {}

  /** Logits, of which the loss takes the softmax over {@code classes} itself. */
  record SoftmaxLogits(int classes) implements Reads {}

  /** Scores, of which the right one is to be ahead by {@code margin}. */
  record Scores(double margin) implements Reads {}
}
