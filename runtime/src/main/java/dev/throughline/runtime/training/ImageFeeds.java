package dev.throughline.runtime.training;

import dev.throughline.runtime.data.Batch;
import dev.throughline.runtime.data.BatchLoader;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.FeedPass;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.NetworkSpec;
import java.util.Optional;

/** Labelled images as feeds of a network that classifies such. */
record ImageFeeds(Dataset images, NetworkSpec network) implements FeedSource {
  /**
   * The images, for that network.
   *
   * @throws dev.throughline.runtime.data.DataException if they do not fit it
   */
  ImageFeeds {
    Fit.check(network, images);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public FeedPass training(int batch, long seed, int epoch, int firstBatch) {
    return new Pass(BatchLoader.training(images, batch, seed, epoch, firstBatch));
  }

  @Override
  public FeedPass evaluation(int batch) {
    return new Pass(BatchLoader.evaluation(images, batch));
  }

  private final class Pass implements FeedPass {
    private final BatchLoader loader;

    Pass(BatchLoader loader) {
      this.loader = loader;
    }

    @Override
    public Optional<Feed> next() throws InterruptedException {
      return loader.next().map(this::feed);
    }

    private Feed feed(Batch batch) {
      return Feed.of(batch.size())
          .numbers(network.inputs().getFirst().name(), batch.images())
          .indices(network.targets().getFirst().name(), batch.labels());
    }

    @Override
    public void close() {
      loader.close();
    }
  }
}
