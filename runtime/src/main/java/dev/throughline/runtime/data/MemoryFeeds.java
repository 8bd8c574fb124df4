package dev.throughline.runtime.data;

import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Samples of one feed, in parts. */
record MemoryFeeds(Feed all) implements FeedSource {
  MemoryFeeds {
    if (all.samples() < 1) {
      throw new DataException(
          String.format(Locale.ROOT, "%d samples are no data: give 1 or more", all.samples()));
    }
    all.lengths()
        .forEach(
            (name, length) -> {
              if (length % all.samples() != 0) {
                throw new DataException(
                    String.format(Locale.ROOT,
                        "%,d values of `%s` are not as many for each of %,d samples", length,
                        name, all.samples()));
              }
            });
  }

  @Override
  public int size() {
    return all.samples();
  }

  @Override
  public String identity() {
    return String.format(Locale.ROOT, "%d samples, digest %016x", size(), all.digest());
  }

  @Override
  public void check(NetworkSpec network) {
    List<InputSpec> wanted = new ArrayList<>(network.inputs());
    wanted.addAll(network.targets());
    try {
      all.check(network, wanted);
    } catch (IllegalArgumentException e) {
      throw new DataException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public FeedPass training(int batch, long seed, int epoch, int firstBatch) {
    int[] order = Shuffle.order(size(), seed, epoch);
    return new Part(order, batch, firstBatch * batch, size() / batch * batch);
  }

  @Override
  public FeedPass evaluation(int batch) {
    return new Part(IntStream.range(0, size()).toArray(), batch, 0, size());
  }

  /** Samples in an order, from a place on. */
  private final class Part implements FeedPass {
    private final int[] order;
    private final int batch;
    private final int end;
    private int at;

    Part(int[] order, int batch, int begin, int end) {
      this.order = order;
      this.batch = batch;
      this.at = begin;
      this.end = end;
    }

    @Override
    public Optional<Feed> next() {
      if (at >= end) {
        return Optional.empty();
      }
      int count = Math.min(batch, end - at);
      Feed part = all.choose(order, at, count);
      at += count;
      return Optional.of(part);
    }

    @Override
    public void close() {
      at = end;
    }
  }
}
