package dev.throughline.runtime.training;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.optimizer.AdamW;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.testing.Flat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A checkpoint in the middle of a run's second epoch, and all that a resumption could change. */
final class RunFile {
  static final int STEPS_PER_EPOCH = 6;
  static final int STEP = 8;
  static final AdamW OPTIMIZER = AdamW.standard();

  private RunFile() {}

  static Dataset data() {
    Dataset raw = Shapes.of(100, 1);
    return raw.normalize(Normalization.perChannel(raw));
  }

  static FeedSource feeds() {
    return new ImageFeeds(data(), SoftmaxRegression.spec(1, 4, 4, 3));
  }

  static Network network(CpuDevice cpu, long seed) {
    return SoftmaxRegression.on(cpu, 16, seed);
  }

  /** Trains until {@link #STEP} and saves there. */
  static Path write(CpuDevice cpu, Path path) {
    Listener saver =
        new Listener() {
          @Override
          public void stepEnded(Run run, StepReport report) {
            if (report.step() == STEP) {
              run.save(path);
              run.stop("saved");
            }
          }
        };
    try (Network net = network(cpu, 1)) {
      Trainer.of(net)
          .optimizer(OPTIMIZER)
          .evaluate(data().take(20))
          .note("mine")
          .listen(saver)
          .fit(data(), 3);
    }
    return path;
  }

  /** Every number of a network and its optimiser, to the bit. */
  static List<Object> contents(Network net, OptimizerState memory) {
    List<Object> all = new ArrayList<>(List.of(net.seed(), net.trainingPasses(), memory.steps()));
    all.add(bits(Flat.parameters(net)));
    all.add(bits(Flat.states(net)));
    memory.tensors().values().forEach(tensor -> all.add(bits(tensor.toArray())));
    return all;
  }

  private static List<Integer> bits(float[] values) {
    Integer[] bits = new Integer[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return List.of(bits);
  }
}
