package dev.throughline.runtime.training;

import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.FeedPass;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.Decision;
import dev.throughline.runtime.spec.Feed;
import java.util.Locale;
import java.util.Optional;

/**
 * A network's answers to data: score and confusion matrix. The loss of a network that chooses classes is the
 * cross-entropy of the softmax of its logits, whatever it was trained with; of others it is the binary cross-entropy, or
 * the squared error, of each number.
 */
public final class Evaluation {
  private final int[][] confusion;
  private final Judge judge;
  private long samples;

  private Evaluation(Network network, int[][] confusion) {
    this.confusion = confusion;
    this.judge = new Judge(network.spec());
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
    return of(network, new ImageFeeds(data, network.spec()));
  }

  /** {@link #of(Network, Dataset)} with any samples; the matrix is empty for a network that chooses no class. */
  public static Evaluation of(Network network, FeedSource data) {
    data.check(network.spec());
    Decision decision = Decision.of(network.spec(), network.spec().logits());
    int classes = decision.perSample() == 0 ? 0 : decision.saysYesOrNo() ? 2 : decision.classes();
    return new Evaluation(network, matrix(classes)).run(network, data);
  }

  /** The score alone, without the memory of a matrix. */
  static Score scoreOf(Network network, FeedSource data) {
    return new Evaluation(network, new int[0][0]).run(network, data).score();
  }

  private Evaluation run(Network network, FeedSource data) {
    try (FeedPass pass = data.evaluation(network.batch())) {
      for (Optional<Feed> next = pass.next(); next.isPresent(); next = pass.next()) {
        network.inferencePass(next.get());
        judge.add(network, next.get(), this::judged);
        samples += next.get().samples();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException("the evaluation was interrupted", e);
    }
    return this;
  }

  private void judged(int target, int answer) {
    if (confusion.length > 0) {
      confusion[target][answer]++;
    }
  }

  /** Number of samples. */
  public long samples() {
    return samples;
  }

  /** Mean loss and accuracy; NaN without samples. */
  public Score score() {
    return judge.score();
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
