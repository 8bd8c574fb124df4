package dev.throughline.samples.bench;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.network.Model;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.Mode;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.spec.StateSpec;

/** A network of ours in memory for inference alone, as a predictor holds it, with fresh weights. */
final class InferenceStep implements Step {

  private final Device device;
  private final Engine engine;
  private final Feed feed;

  InferenceStep(Model model, int batch, int threads) {
    device = Device.cpu(threads);
    engine = device.openForInference(model.programs(), batch, false);
    draw(model.spec());
    engine.fold();
    feed = RandomFeed.of(model.spec(), batch, TrainingStep.SEED);
  }

  private void draw(NetworkSpec network) {
    for (int i = 0; i < network.parameters().size(); i++) {
      ParameterSpec parameter = network.parameters().get(i);
      float[] published = new float[parameter.size()];
      parameter.initializer().draw(TrainingStep.SEED, i, 0, published.length, published);
      engine
          .memory(Region.PARAMETERS)
          .write(parameter.offset(), parameter.layout(), published);
    }
    for (StateSpec state : network.states()) {
      float[] initial = new float[state.size()];
      state.initializer().draw(TrainingStep.SEED, 0, 0, initial.length, initial);
      engine.memory(Region.STATES).write(state.offset(), initial, 0, initial.length);
    }
  }

  @Override
  public long parameters() {
    return engine.spec().parameterCount();
  }

  @Override
  public String description() {
    return OurWorker.description();
  }

  @Override
  public void run() {
    engine.feed(Mode.INFERENCE, feed, 0, feed.samples());
    engine.infer();
  }

  @Override
  public void close() {
    engine.close();
    device.close();
  }
}
