package dev.throughline.runtime.spec;

/** How a loss compares an answer with its target; {@link Decision} says what the answer then tells. */
public enum LossKind {
  /** {@code @SoftmaxCrossEntropy}: each row of logits chooses one class. */
  SOFTMAX_CROSS_ENTROPY("softmax cross-entropy"),
  /** {@code @SquaredHinge}: each row of scores chooses one class. */
  SQUARED_HINGE("squared hinge loss"),
  /** {@code @BinaryCrossEntropy}: each logit says yes or no. */
  BINARY_CROSS_ENTROPY("binary cross-entropy"),
  /** {@code @MeanSquaredError}: numbers, as they are. */
  MEAN_SQUARED_ERROR("mean squared error");

  private final String words;

  LossKind(String words) {
    this.words = words;
  }

  /** In words, for a sentence. */
  @Override
  public String toString() {
    return words;
  }
}
