package dev.throughline.processor.testing;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.data.PadCropFlip;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.training.Listener;
import dev.throughline.runtime.training.Run;
import dev.throughline.runtime.training.StepReport;
import dev.throughline.runtime.training.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ten training steps on images that depend on nothing but their number: two epochs of five batches, with
 * augmentation, momentum, weight decay and a moving rate.
 */
public final class TenSteps {
  private static final int BATCH = 4;
  private static final int EPOCHS = 2;
  private static final int STEPS_PER_EPOCH = 5;

  private TenSteps() {}

  /**
   * Prints a fingerprint of the weights after the steps.
   *
   * @param args folder of a compiled network, name of its class, number of threads
   */
  public static void main(String... args) {
    GeneratedNetwork network = new GeneratedNetwork(Path.of(args[0]), args[1]);
    System.out.println(run(network, Integer.parseInt(args[2])));
  }

  /** A fingerprint of weights and running statistics after the steps. */
  public static String run(GeneratedNetwork type, int threads) {
    try (Device device = Device.cpu(threads);
        Network network = type.on(device, BATCH, RecordedNetwork.SEED)) {
      trainer(network).fit(images(network.spec()), EPOCHS);
      return fingerprint(network);
    }
  }

  /** The same, stopped after step {@code step} and resumed by another network from {@code checkpoint}. */
  public static String resumed(GeneratedNetwork type, long step, Path checkpoint) {
    save(type, step, checkpoint);
    return resumed(type, checkpoint);
  }

  /** Makes {@code step} of the steps and leaves the run in {@code checkpoint}. */
  public static void save(GeneratedNetwork type, long step, Path checkpoint) {
    Listener saver =
        new Listener() {
          @Override
          public void stepEnded(Run run, StepReport report) {
            if (report.step() == step) {
              run.save(checkpoint);
              run.stop("saved");
            }
          }
        };
    try (Device device = Device.cpu(2);
        Network begun = type.on(device, BATCH, RecordedNetwork.SEED)) {
      trainer(begun).listen(saver).fit(images(begun.spec()), EPOCHS);
    }
  }

  /** Makes the steps that the run in {@code checkpoint} had left. */
  public static String resumed(GeneratedNetwork type, Path checkpoint) {
    try (Device device = Device.cpu(2);
        Network network = type.on(device, BATCH, RecordedNetwork.SEED + 1)) {
      trainer(network).resume(checkpoint).fit(images(network.spec()), EPOCHS);
      return fingerprint(network);
    }
  }

  private static Trainer trainer(Network network) {
    return Trainer.of(network)
        .optimizer(Sgd.momentum(0.9f).weightDecay(1e-3f))
        .schedule(Schedule.oneCycle(0.1))
        .seed(3);
  }

  private static Dataset images(NetworkSpec spec) {
    int size = spec.channels() * spec.height() * spec.width();
    int count = BATCH * STEPS_PER_EPOCH;
    List<byte[]> pixels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] values = NamedValues.spreadEvenly("image " + i, size);
      byte[] image = new byte[size];
      for (int p = 0; p < size; p++) {
        image[p] = (byte) (128 + 127 * values[p]);
      }
      pixels.add(image);
    }
    int[] labels = IntStream.range(0, count).map(i -> i * 3 % spec.classes()).toArray();
    List<String> names = IntStream.range(0, spec.classes()).mapToObj(k -> "class " + k).toList();
    Dataset raw =
        Dataset.of(spec.channels(), spec.height(), spec.width(), pixels, labels, names);
    return raw.augment(PadCropFlip.of(2)).normalize(Normalization.perChannel(raw));
  }

  private static String fingerprint(Network network) {
    return GeneratedNetwork.fingerprint(network.memory(Region.PARAMETERS).toArray())
        + GeneratedNetwork.fingerprint(network.memory(Region.STATES).toArray());
  }
}
