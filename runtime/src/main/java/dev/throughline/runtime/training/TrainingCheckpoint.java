package dev.throughline.runtime.training;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.Weights;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * All that a run needs to continue bit for bit, in one safetensors file: weights and running
 * statistics as {@link Network#save} writes them, the optimiser's buffers beside them, counters and
 * seeds as text.
 */
final class TrainingCheckpoint {
  static final String NORMALIZATION = "throughline.normalization";
  static final String CLASSES = "throughline.classes";
  private static final String OPTIMIZER = "throughline.optimizer";
  private static final String OPTIMIZER_STEPS = "throughline.optimizer_steps";
  private static final String MASK_SEED = "throughline.mask_seed";
  private static final String MASK_PASSES = "throughline.mask_passes";
  private static final String BATCH_SIZE = "throughline.batch_size";
  private static final String TRAINING_IMAGES = "throughline.training_images";

  private TrainingCheckpoint() {}

  static void write(
      Path path,
      Network network,
      Dataset training,
      Optimizer optimizer,
      OptimizerState memory,
      RunState state) {
    SequencedMap<String, String> metadata = Weights.metadata(network.spec());
    RunMetadata.put(metadata, state);
    metadata.put(OPTIMIZER, optimizer.name());
    metadata.put(OPTIMIZER_STEPS, Long.toString(memory.steps()));
    metadata.put(MASK_SEED, Long.toString(network.seed()));
    metadata.put(MASK_PASSES, Long.toString(network.trainingPasses()));
    metadata.put(BATCH_SIZE, Integer.toString(network.batch()));
    metadata.put(TRAINING_IMAGES, Integer.toString(training.size()));
    metadata.put(NORMALIZATION, training.normalization().toText());
    metadata.put(CLASSES, String.join("\n", training.classNames()));
    SequencedMap<String, Tensor> tensors = Weights.tensors(network);
    memory
        .tensors()
        .forEach((name, tensor) -> tensors.put(Weights.OPTIMIZER_PREFIX + name, tensor));
    SafetensorsWriter.write(path, metadata, tensors);
  }

  /** Reads and checks a whole file, then puts its values in place; returns where the run was. */
  static RunState restore(
      Path path,
      Network network,
      Dataset training,
      Optimizer optimizer,
      OptimizerState memory) {
    try (SafetensorsReader file = SafetensorsReader.open(path)) {
      Weights.Staged weights = Weights.staged(file, network);
      RunState state = RunMetadata.read(file);
      checkSame(file, BATCH_SIZE, network.batch(), "batches of %d");
      checkSame(file, TRAINING_IMAGES, training.size(), "%d training images");
      String wanted = RunMetadata.text(file, OPTIMIZER);
      if (!wanted.equals(optimizer.name())) {
        throw new CheckpointException(
            "`%s` belongs to a run with the optimiser `%s`, not `%s`"
                .formatted(path, wanted, optimizer.name()));
      }
      long optimizerSteps = RunMetadata.count(file, OPTIMIZER_STEPS);
      long maskSeed = RunMetadata.number(file, MASK_SEED, Long::valueOf);
      long maskPasses = RunMetadata.count(file, MASK_PASSES);
      int stepsPerEpoch = Fit.stepsPerEpoch(network, training);
      if (state.batch > stepsPerEpoch) {
        throw new CheckpointException(
            String.format(Locale.ROOT, "`%s` is damaged: it is %d steps into an epoch of %d", path,
                state.batch, stepsPerEpoch));
      }
      Map<Tensor, float[]> buffers = new LinkedHashMap<>();
      memory
          .tensors()
          .forEach(
              (name, tensor) -> buffers.put(
                  tensor, file.values(Weights.OPTIMIZER_PREFIX + name, tensor.layout())));

      // Everything is known to be right: only now does anything change.
      weights.commit();
      buffers.forEach(Tensor::set);
      memory.resumeAfter(optimizerSteps);
      network.resumeMasks(maskSeed, maskPasses);
      return state;
    }
  }

  private static void checkSame(SafetensorsReader file, String key, int now, String what) {
    long then = RunMetadata.count(file, key);
    if (then != now) {
      throw new CheckpointException(
          String.format(Locale.ROOT,
              "`%s` belongs to a run with " + what + ", not %d: resume with what it was begun with",
              file.path(), then, now));
    }
  }
}
