package dev.throughline.runtime.network;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.Mode;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.OutputSpec;
import dev.throughline.runtime.tensor.Memory;
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
 * A network for inference alone: its weights are held once, folded and packed once, and shared by
 * passes on several threads; each pass that runs at the same time as others has an engine of its own beside the first.
 *
 * <p>Holds what {@link Model#inferenceBytes} says, and for each further pass that was ever under way at the
 * same time the activations of one batch more, and the device's scratch. Answers are the same, bit for bit, whatever
 * else runs.
 */
public final class InferenceProgram implements AutoCloseable {
  private final NetworkSpec spec;
  private final Engine first;
  private final int mostPasses;
  private final Semaphore turns;
  private final Deque<Engine> idle = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  private InferenceProgram(Engine first, int mostPasses) {
    this.spec = first.spec();
    this.first = first;
    this.mostPasses = mostPasses;
    this.turns = new Semaphore(mostPasses, true);
    this.bytes = first.bytes();
    idle.push(first);
  }

  /**
   * Reads weights and prepares them.
   *
   * @param names from ours to those of the file
   * @param batch the most samples of one pass; larger batches take several
   * @param mostPasses how many run at the same time; other callers wait
   * @throws CheckpointException if the file is bad or of another network
   * @throws NetworkMemoryException if there is no room
   */
  public static InferenceProgram load(
      Model model, Path file, NameMapping names, Device device, int batch, int mostPasses) {
    if (mostPasses < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "`%s` cannot run %d passes at the same time: 1 is the least", model.spec().name(),
              mostPasses));
    }
    Engine engine = device.openForInference(model.programs(), batch, mostPasses > 1);
    try (SafetensorsReader weights = SafetensorsReader.open(file)) {
      Weights.fill(weights, engine, names);
      engine.fold();
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
    return new InferenceProgram(engine, mostPasses);
  }

  /** The network in numbers. */
  public NetworkSpec spec() {
    return spec;
  }

  /** The most samples of one pass. */
  public int batch() {
    return first.batch();
  }

  /** The most passes at the same time. */
  public int mostPasses() {
    return mostPasses;
  }

  /** Where it runs. */
  public Device device() {
    return first.device();
  }

  /** Bytes of all memory held now; the scratch of the device's threads is the device's. */
  public synchronized long bytes() {
    return bytes;
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
      Engine pass = take();
      try {
        for (int from = 0; from < n; from += batch()) {
          answer(pass, samples, from, Math.min(batch(), n - from), answers);
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
      Engine pass, Feed samples, int from, int count, Map<String, float[]> into) {
    pass.feed(Mode.INFERENCE, samples, from, count);
    pass.infer();
    for (OutputSpec output : spec.outputs()) {
      float[] all = Objects.requireNonNull(into.get(output.name()));
      Memory answers = pass.output(Mode.INFERENCE, output);
      answers.read(0, all, from * output.layout().size(), answers.size());
    }
  }

  private synchronized Engine take() {
    if (closed) {
      throw new IllegalStateException(
          "the predictor of `%s` is closed".formatted(spec.name()));
    }
    if (!idle.isEmpty()) {
      return idle.pop();
    }
    Engine more = first.beside();
    bytes += more.bytes();
    return more;
  }

  private synchronized void giveBack(Engine pass) {
    if (closed) {
      pass.close();
    } else {
      idle.push(pass);
    }
  }

  /** Ends its use; a pass under way still answers. The device stays open. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(Engine::close);
    idle.clear();
  }
}
