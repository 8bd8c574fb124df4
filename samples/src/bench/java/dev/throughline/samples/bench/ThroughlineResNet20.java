package dev.throughline.samples.bench;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.samples.ResNet20Network;
import java.util.Random;

/** The sample network ResNet20, trained as a user would, the copy of the batch included. */
final class ThroughlineResNet20 implements TrainingStep {

  private static final float RATE = 0.1f;

  private final CpuDevice device;
  private final Network network;
  private final Optimizer optimizer = Sgd.momentum(0.9f).weightDecay(1e-4f);
  private final OptimizerState state;
  private final float[] images;
  private final int[] labels;

  ThroughlineResNet20(int batch, int threads) {
    device = Device.cpu(threads);
    network = ResNet20Network.on(device, batch, 1);
    state = new OptimizerState(optimizer, network);
    Random random = new Random(1);
    images = new float[batch * network.spec().input().size()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    labels = random.ints(batch, 0, network.spec().classes()).toArray();
  }

  @Override
  public int batch() {
    return network.batch();
  }

  @Override
  public long parameters() {
    return network.spec().parameters().stream().mapToLong(ParameterSpec::size).sum();
  }

  @Override
  public float run() {
    float loss = network.trainingPass(images, labels, labels.length);
    optimizer.step(network, state, RATE, 1);
    return loss;
  }

  @Override
  public void close() {
    network.close();
    device.close();
  }
}
