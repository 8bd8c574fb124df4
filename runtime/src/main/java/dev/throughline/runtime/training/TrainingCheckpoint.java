package dev.throughline.runtime.training;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.Weights;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All that a run needs to continue bit for bit, in one safetensors file: weights and running
 * statistics as {@link Network#save} writes them, the optimiser's buffers beside them, counters and
 * seeds as text.
 */
final class TrainingCheckpoint {
  private static final String OPTIMIZER = "throughline.optimizer";
  private static final String OPTIMIZER_STEPS = "throughline.optimizer_steps";
  private static final String MASK_SEED = "throughline.mask_seed";
  private static final String MASK_PASSES = "throughline.mask_passes";

  private TrainingCheckpoint() {}

  /** The first tensor of a run that no longer holds numbers only, and so cannot be saved. */
  static Optional<String> notFinite(Network network, OptimizerState memory) {
    return tensors(network, memory).entrySet().stream()
        .filter(tensor -> !tensor.getValue().isFinite())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static SequencedMap<String, Tensor> tensors(Network network, OptimizerState memory) {
    SequencedMap<String, Tensor> tensors = Weights.tensors(network);
    memory
        .tensors()
        .forEach((name, tensor) -> tensors.put(Weights.OPTIMIZER_PREFIX + name, tensor));
    return tensors;
  }

  /** Writes a file that {@link #restore} accepts, or none. */
  static void write(
      Path path,
      Network network,
      FeedSource training,
      Optimizer optimizer,
      OptimizerState memory,
      RunState state) {
    SequencedMap<String, String> metadata = Weights.metadata(network.spec());
    RunMetadata.put(metadata, state);
    metadata.put(OPTIMIZER, optimizer.name());
    metadata.put(OPTIMIZER_STEPS, Long.toString(memory.steps()));
    metadata.put(MASK_SEED, Long.toString(network.seed()));
    metadata.put(MASK_PASSES, Long.toString(network.trainingPasses()));
    metadata.put(RunMetadata.BATCH_SIZE, Integer.toString(network.batch()));
    DataIdentity.put(metadata, training);
    Entries entries = new Entries(path, metadata, "was not written");
    checkSame(entries, network, training, optimizer);
    place(entries);
    SafetensorsWriter.write(path, metadata, tensors(network, memory));
  }

  /** Reads and checks a whole file, then puts its values in place; returns where the run was. */
  static RunState restore(
      Path path,
      Network network,
      FeedSource training,
      Optimizer optimizer,
      OptimizerState memory) {
    try (SafetensorsReader file = SafetensorsReader.open(path)) {
      Weights.Staged weights = Weights.staged(file, network);
      Entries entries = Entries.of(file);
      checkSame(entries, network, training, optimizer);
      Place place = place(entries);
      Map<Tensor, float[]> buffers = new LinkedHashMap<>();
      memory
          .tensors()
          .forEach(
              (name, tensor) -> buffers.put(
                  tensor, file.values(Weights.OPTIMIZER_PREFIX + name, tensor.layout())));

      // Everything is known to be right: only now does anything change.
      weights.commit();
      buffers.forEach(Tensor::set);
      memory.resumeAfter(place.optimizerSteps());
      network.resumeMasks(place.maskSeed(), place.maskPasses());
      return place.state();
    }
  }

  /** Counters and seeds, which fit one another. */
  private record Place(RunState state, long optimizerSteps, long maskSeed, long maskPasses) {}

  private static Place place(Entries entries) {
    RunState state = RunMetadata.read(entries);
    long steps = entries.count(OPTIMIZER_STEPS, Long.MAX_VALUE);
    long passes = entries.count(MASK_PASSES, Entries.LARGEST_COUNT);
    if (steps != state.step || passes < state.step) {
      throw entries.fault(
          String.format(Locale.ROOT,
              "it counts %d steps of its optimiser and %d passes in %d steps",
              steps, passes, state.step));
    }
    return new Place(state, steps, entries.whole(MASK_SEED), passes);
  }

  /** Fails unless a run could go on with these as it went until now. */
  private static void checkSame(
      Entries entries, Network network, FeedSource training, Optimizer optimizer) {
    entries.checkSame(RunMetadata.BATCH_SIZE, network.batch(), "batches of %d");
    DataIdentity.check(entries, training);
    String wanted = entries.text(OPTIMIZER);
    if (!wanted.equals(optimizer.name())) {
      throw new CheckpointException(
          "%s belongs to a run with the optimiser %s, not %s"
              .formatted(Quote.path(entries.path()), Quote.name(wanted),
                  Quote.name(optimizer.name())));
    }
  }
}
