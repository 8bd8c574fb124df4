package dev.throughline.samples.bench;

import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.LossKind;
import dev.throughline.runtime.spec.NetworkSpec;
import java.util.Random;

/** A batch that any network can be fed: noise, as its description asks for it. */
final class RandomFeed {

  private RandomFeed() {}

  /** Inputs and targets: normal numbers, indices below their limit, and yes or no where a loss asks that. */
  static Feed of(NetworkSpec network, int samples, long seed) {
    Random random = new Random(seed);
    Feed feed = Feed.of(samples);
    for (InputSpec input : network.inputs()) {
      add(feed, input, random, false);
    }
    for (InputSpec target : network.targets()) {
      add(feed, target, random, saysYesOrNo(network, target));
    }
    return feed;
  }

  private static boolean saysYesOrNo(NetworkSpec network, InputSpec target) {
    return network.losses().stream()
        .anyMatch(
            loss -> loss.kind() == LossKind.BINARY_CROSS_ENTROPY
                && loss.target().equals(target.name()));
  }

  private static void add(Feed feed, InputSpec input, Random random, boolean yesOrNo) {
    int count = Math.multiplyExact(feed.samples(), input.layout().size());
    if (input.isIndices()) {
      feed.indices(input.name(), random.ints(count, 0, input.limit()).toArray());
      return;
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = yesOrNo ? random.nextInt(2) : (float) random.nextGaussian();
    }
    feed.numbers(input.name(), numbers);
  }
}
