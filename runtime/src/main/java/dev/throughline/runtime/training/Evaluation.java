package dev.throughline.runtime.training;

import dev.throughline.runtime.data.Batch;
import dev.throughline.runtime.data.BatchLoader;
import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.NetworkMemoryException;
import java.util.Locale;
import java.util.Optional;

/**
 * A network's answers to a data set: score and confusion matrix. The loss is the cross-entropy of
 * the softmax of the logits, whatever the network was trained with.
 */
public final class Evaluation {
  private final int[][] confusion;
  private double lossSum;
  private long correct;
  private long samples;

  private Evaluation(int[][] confusion) {
    this.confusion = confusion;
  }

  private static int[][] matrix(int classes) {
    try {
      return new int[classes][classes];
    } catch (OutOfMemoryError e) {
      throw new NetworkMemoryException(
          String.format(Locale.ROOT,
              "the confusion matrix of %,d classes takes %,d MiB, more than is left of the heap: use a"
                  + " larger one (java -Xmx)",
              classes, ((long) classes * classes >> 18) + 1),
          e);
    }
  }

  /**
   * Runs inference on every sample, as it is; a last part that does not fill a batch is evaluated
   * too.
   *
   * @throws DataException if the data cannot be read or do not fit the network
   * @throws TrainingException if the thread is interrupted, which it stays
   * @throws NetworkMemoryException if the confusion matrix does not fit the heap
   * @throws IllegalStateException if the network or its device is closed
   */
  public static Evaluation of(Network network, Dataset data) {
    Fit.check(network, data);
    return new Evaluation(matrix(network.spec().classes())).run(network, data);
  }

  /** The score alone, without the memory of a matrix. */
  static Score scoreOf(Network network, Dataset data) {
    Fit.check(network, data);
    return new Evaluation(new int[0][0]).run(network, data).score();
  }

  private Evaluation run(Network network, Dataset data) {
    try (BatchLoader loader = BatchLoader.evaluation(data, network.batch())) {
      for (Optional<Batch> next = loader.next(); next.isPresent(); next = loader.next()) {
        add(network, next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException("the evaluation was interrupted", e);
    }
    return this;
  }

  private void add(Network network, Batch batch) {
    network.inferencePass(batch.images(), batch.size());
    float[] logits = network.lastLogits();
    int classes = network.spec().classes();
    for (int i = 0; i < batch.size(); i++) {
      int label = batch.labels()[i];
      int predicted = network.predicted(i);
      if (confusion.length > 0) {
        confusion[label][predicted]++;
      }
      correct += predicted == label ? 1 : 0;
      lossSum += crossEntropy(logits, i * classes, classes, label);
    }
    samples += batch.size();
  }

  private static double crossEntropy(float[] logits, int from, int classes, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, logits[from + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += StrictMath.exp(logits[from + k] - largest);
    }
    return StrictMath.log(sum) + largest - logits[from + label];
  }

  /** Number of samples. */
  public long samples() {
    return samples;
  }

  /** Mean loss and accuracy; NaN without samples. */
  public Score score() {
    return new Score(lossSum / samples, (double) correct / samples);
  }

  /**
   * Number of samples of class {@code label} that were taken for class {@code predicted}.
   *
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public int count(int label, int predicted) {
    for (int number : new int[] {label, predicted}) {
      if (number < 0 || number >= classes()) {
        throw new IndexOutOfBoundsException(
            String.format(Locale.ROOT, "there is no class %d: they are numbered from 0 to %d",
                number, classes() - 1));
      }
    }
    return confusion[label][predicted];
  }

  /** Number of classes. */
  public int classes() {
    return confusion.length;
  }

  /** The confusion matrix, {@code [label][predicted]}. */
  public int[][] confusion() {
    int[][] copy = new int[confusion.length][];
    for (int k = 0; k < copy.length; k++) {
      copy[k] = confusion[k].clone();
    }
    return copy;
  }
}
