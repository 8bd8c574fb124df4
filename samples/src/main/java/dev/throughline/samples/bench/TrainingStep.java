package dev.throughline.samples.bench;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Model;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.AdamW;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.spec.Feed;

/** A network of ours, trained as a user would, the copy of the batch included. */
final class TrainingStep implements Step {

  static final long SEED = 1;

  // A step takes the same time at any rate, but at a usual one a net without norms ends in NaN, and any other knows
  // the one batch by heart, with gradients in the slow range of subnormal numbers.
  private static final float RATE = 1e-4f;

  private final Device device;
  private final Network network;
  private final Optimizer optimizer;
  private final OptimizerState state;
  private final Feed feed;

  TrainingStep(Model model, int batch, int threads) {
    device = Device.cpu(threads);
    network = model.on(device, batch, SEED);
    optimizer =
        StepPlan.readsTokens(model.spec())
            ? AdamW.standard()
            : Sgd.momentum(0.9f).weightDecay(1e-4f);
    state = new OptimizerState(optimizer, network);
    feed = RandomFeed.of(model.spec(), batch, SEED);
  }

  @Override
  public long parameters() {
    return network.spec().parameterCount();
  }

  @Override
  public String description() {
    return OurWorker.description();
  }

  @Override
  public void run() {
    network.feed(feed);
    network.trainingPass();
    optimizer.step(network, state, RATE, 1);
  }

  @Override
  public void close() {
    network.close();
    device.close();
  }
}
