package dev.throughline.runtime.network;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.device.CpuDevice;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Semaphore;

/**
 * The inference program of a network with its weights, which are held once, folded and packed once, and shared by
 * passes on several threads; each pass that runs at the same time as others has activations of its own.
 *
 * <p>Holds what {@link NetworkSpec#inferenceBytes} says, and for each further pass that was ever under way at the
 * same time the activations of one batch more, and {@link NetworkSpec#scratchFloats}. Answers are the same, bit for bit, whatever else runs.
 */
public final class InferenceProgram implements AutoCloseable {
  private final NetworkSpec spec;
  private final Model model;
  private final CpuDevice device;
  private final int batch;
  private final int mostPasses;
  private final NetworkMemory weights;
  private final Semaphore turns;
  private final Deque<Network> idle = new ArrayDeque<>();
  private int passes = 1;
  private boolean closed;

  private InferenceProgram(
      Model model, CpuDevice device, int mostPasses, NetworkMemory weights, Network first) {
    this.spec = model.spec();
    this.model = model;
    this.device = device;
    this.batch = weights.batch;
    this.mostPasses = mostPasses;
    this.weights = weights;
    this.turns = new Semaphore(mostPasses, true);
    idle.push(first);
  }

  /**
   * Reads weights and prepares them.
   *
   * @param names from ours to those of the file
   * @param batch the most samples of one pass; larger batches take several
   * @param mostPasses how many run at the same time; other callers wait
   * @throws CheckpointException if the file is bad or of another network
   * @throws NetworkMemoryException if the heap is too small
   */
  public static InferenceProgram load(
      Model model,
      Path file,
      NameMapping names,
      CpuDevice device,
      int batch,
      int mostPasses) {
    if (mostPasses < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "`%s` cannot run %d passes at the same time: 1 is the least", model.spec().name(),
              mostPasses));
    }
    // Alone, a pass uses the device's own scratch; beside others, each has a lane.
    CpuDevice first = mostPasses == 1 ? device : device.lane();
    NetworkMemory memory = NetworkMemory.forInference(model.spec(), first, batch);
    Network program = model.program().apply(memory);
    try (SafetensorsReader weights = SafetensorsReader.open(file)) {
      Weights.fill(weights, program, names);
    }
    program.fold();
    return new InferenceProgram(model, device, mostPasses, memory, program);
  }

  /** The network in numbers. */
  public NetworkSpec spec() {
    return spec;
  }

  /** The most samples of one pass. */
  public int batch() {
    return batch;
  }

  /** The most passes at the same time. */
  public int mostPasses() {
    return mostPasses;
  }

  /** Where it runs. */
  public CpuDevice device() {
    return device;
  }

  /** Bytes of all arrays held now; the scratch of the device's threads is the device's. */
  public synchronized long bytes() {
    long activations = Float.BYTES * spec.inference().floatsPerSample() * batch;
    long lanes = mostPasses == 1 ? 0 : (long) Float.BYTES * spec.scratchFloats() * passes;
    return spec.inferenceBytes(batch) + (passes - 1) * activations + lanes;
  }

  /**
   * Answers any number of samples, {@link #batch} at a time. May be called by any number of threads.
   *
   * @return every output of the network by its name, sample after sample in stored order
   * @throws IllegalArgumentException if the samples do not fit the network
   */
  public SequencedMap<String, float[]> answer(Feed samples) {
    int n = samples.samples();
    if (n < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "`%s` cannot answer %d samples: 1 is the least",
              spec.name(), n));
    }
    samples.check(spec, spec.inputs());
    SequencedMap<String, float[]> answers = new LinkedHashMap<>();
    for (OutputSpec output : spec.outputs()) {
      answers.put(output.name(), new float[floats(n, output)]);
    }
    turns.acquireUninterruptibly();
    try {
      Network pass = take();
      try {
        for (int first = 0; first < n; first += batch) {
          answer(pass, samples, first, Math.min(batch, n - first), answers);
        }
      } finally {
        giveBack(pass);
      }
    } finally {
      turns.release();
    }
    return answers;
  }

  private int floats(int n, OutputSpec output) {
    long floats = (long) n * output.layout().size();
    if (floats > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "the answers of `%s` to %,d samples exceed a Java array: ask for fewer at a time",
              spec.name(), n));
    }
    return (int) floats;
  }

  private void answer(
      Network pass, Feed samples, int first, int count, Map<String, float[]> into) {
    pass.inferencePart(samples, first, count);
    for (OutputSpec output : spec.outputs()) {
      float[] all = Objects.requireNonNull(into.get(output.name()));
      pass.copyAnswer(output, all, first * output.layout().size());
    }
  }

  private synchronized Network take() {
    if (closed) {
      throw closed();
    }
    if (!idle.isEmpty()) {
      return idle.pop();
    }
    Network more = model.program().apply(weights.sharingWeights(device.lane()));
    more.sharesFolded();
    passes++;
    return more;
  }

  private synchronized void giveBack(Network pass) {
    if (!closed) {
      idle.push(pass);
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("the predictor of `%s` is closed".formatted(spec.name()));
  }

  /** Ends its use; a pass under way still answers. The device stays open. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.clear();
  }
}
