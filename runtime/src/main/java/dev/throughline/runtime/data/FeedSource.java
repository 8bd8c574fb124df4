package dev.throughline.runtime.data;

import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.NetworkSpec;

/**
 * Samples for a network with any inputs and targets: what a {@code Trainer} trains on and evaluates. {@link #of} makes
 * one of arrays; one of your own may read files, or draw sequences from a stream of tokens.
 *
 * <p>What a pass yields must be a pure function of what it is asked for: only then does a run that was interrupted go on
 * as if it had not been.
 */
public interface FeedSource {
  /**
   * Samples in memory, all in one feed. Each epoch trains on them in another order; none is changed.
   *
   * @param all its arrays are not copied
   * @throws DataException if an array is not as many values for each sample
   */
  static FeedSource of(Feed all) {
    return new MemoryFeeds(all);
  }

  /** Number of samples. */
  int size();

  /**
   * What the data are, in a few words or a digest: a checkpoint keeps it, and a run does not go on with other data. By
   * default just the number of samples.
   */
  default String identity() {
    return size() + " samples";
  }

  /**
   * Looks at the samples before they are needed.
   *
   * @throws DataException if the network cannot take them
   */
  default void check(NetworkSpec network) {}

  /**
   * An epoch of training: {@code size / batch} feeds of {@code batch} samples each; what does not fill one is left out.
   *
   * @param seed decides all random choices, with the epoch
   * @param epoch from 0
   * @param firstBatch the feed to begin with, from 0
   */
  FeedPass training(int batch, long seed, int epoch, int firstBatch);

  /** All samples in order, as they are; the last feed may be smaller than {@code batch}. */
  FeedPass evaluation(int batch);
}
