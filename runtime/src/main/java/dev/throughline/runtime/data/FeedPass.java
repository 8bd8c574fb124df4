package dev.throughline.runtime.data;

import dev.throughline.runtime.spec.Feed;
import java.util.Optional;

/** The feeds of one pass over a {@link FeedSource}. */
public interface FeedPass extends AutoCloseable {
  /**
   * The next feed, or nothing after the last. The feed before it must no longer be used.
   *
   * @throws DataException if the data could not be read
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  Optional<Feed> next() throws InterruptedException;

  /** Ends the pass. Closing again does nothing. */
  @Override
  void close();
}
