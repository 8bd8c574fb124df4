package dev.throughline.runtime.device.cpu;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.LayerMeasurement;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.device.Tally;
import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.kernel.Measures;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.Mode;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.OutputSpec;
import dev.throughline.runtime.tensor.HostMemory;
import dev.throughline.runtime.tensor.Memory;
import dev.throughline.runtime.tensor.RowMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** An engine whose memory is arrays. A call is done when it returns. */
final class CpuEngine implements Engine {
  private static final int NORM_BLOCK = 1 << 12;
  private static final int CLIPPED_PER_UNIT = 1 << 13;

  private final CpuDevice device;
  private final CpuMemory memory;
  private final NetworkSpec spec;
  private final CpuPlan plan;
  private final Function<CpuMemory, CpuProgram> maker;
  private final CpuProgram program;
  private final CpuTally tally;
  private final long bytes;
  private int fed;

  private CpuEngine(
      CpuDevice device, CpuMemory memory, Function<CpuMemory, CpuProgram> maker, long bytes) {
    this.device = device;
    this.memory = memory;
    this.spec = memory.spec;
    this.plan = memory.plan;
    this.maker = maker;
    this.program = maker.apply(memory);
    this.tally = new CpuTally(memory);
    this.bytes = bytes;
  }

  static Engine forTraining(
      CpuDevice device, NetworkSpec spec, CpuCode code, int batch, long seed) {
    CpuMemory memory = CpuMemory.fresh(spec, code.plan(), device, batch, seed);
    return new CpuEngine(
        device, memory, code.program(), code.plan().trainingBytes(spec, batch));
  }

  static Engine forInference(
      CpuDevice device, NetworkSpec spec, CpuCode code, int batch, boolean shared) {
    // Alone, a pass uses the device's own scratch; beside others, each has a lane.
    CpuDevice cpu = shared ? device.lane() : device;
    CpuMemory memory = CpuMemory.forInference(spec, code.plan(), cpu, batch);
    long scratch = shared ? (long) Float.BYTES * code.plan().scratchFloats() : 0;
    long bytes = code.plan().inferenceBytes(spec, batch) + scratch;
    return new CpuEngine(device, memory, code.program(), bytes);
  }

  @Override
  public Engine beside() {
    long activations = plan.inference().floatsPerSample() * memory.batch;
    return new CpuEngine(
        device,
        memory.sharingWeights(device.lane()),
        maker,
        Float.BYTES * (activations + plan.scratchFloats()));
  }

  @Override
  public NetworkSpec spec() {
    return spec;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public int batch() {
    return memory.batch;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void feed(Mode mode, Feed samples, int first, int count) {
    for (InputSpec input : spec.inputs()) {
      copy(mode, input, samples, first, count);
    }
    if (mode == Mode.TRAINING) {
      for (InputSpec target : spec.targets()) {
        copy(mode, target, samples, first, count);
      }
    }
    fed = count;
  }

  private void copy(Mode mode, InputSpec input, Feed samples, int first, int count) {
    int at = plan.inputAt(input.name(), mode);
    samples.copy(input, first, count, memory.activations, at * memory.batch);
  }

  @Override
  public void forward(long maskSeed) {
    WarmUp.await(); // the first step; later ones find it done
    program.maskSeed(maskSeed);
    program.trainingForward(fed);
  }

  @Override
  public void backward() {
    program.trainingBackward(fed);
  }

  @Override
  public void fold() {
    program.foldForInference();
  }

  @Override
  public void infer() {
    program.inferenceForward(fed);
  }

  @Override
  public float loss(int index) {
    String path = spec.losses().get(index).name();
    return memory.workspace[plan.lossAt(path)];
  }

  @Override
  public Memory output(Mode mode, OutputSpec output) {
    int at = plan.outputAt(output.name(), mode);
    return new HostMemory(memory.activations, at * memory.batch, fed * output.layout().size());
  }

  @Override
  public Optional<Memory> activation(String member) {
    return Optional.ofNullable(plan.members().get(member)).map(this::kept);
  }

  /** All that lies from the first row on, of that member and behind it. */
  private Memory kept(CpuPlan.Rows rows) {
    int from = rows.from(memory.batch);
    HostMemory whole =
        new HostMemory(memory.activations, from, memory.activations.length - from);
    return rows.width() == rows.pitch() ? whole
        : new RowMemory(whole, rows.width(), rows.pitch());
  }

  @Override
  public Tally tally() {
    return tally.count(fed);
  }

  @Override
  public Memory memory(Region region) {
    return HostMemory.of(array(region));
  }

  private float[] array(Region region) {
    return switch (region) {
      case PARAMETERS -> memory.parameters;
      case GRADIENTS -> memory.gradients;
      case STATES -> memory.states;
    };
  }

  @Override
  public void zeroGradients() {
    Arrays.fill(memory.gradients, 0);
  }

  @Override
  public double norm(Region region) {
    float[] values = array(region);
    double[] partial = new double[Math.ceilDiv(values.length, NORM_BLOCK)];
    memory.cpu.forEach(
        partial.length,
        (from, to, scratch) -> {
          for (int block = from; block < to; block++) {
            int begin = block * NORM_BLOCK;
            int end = begin + Math.min(values.length - begin, NORM_BLOCK);
            partial[block] = Measures.squares(values, begin, end);
          }
        });
    double sum = 0;
    for (double block : partial) {
      sum += block;
    }
    return Math.sqrt(sum);
  }

  @Override
  public Optional<Float> clip(float limit) {
    float[] gradients = memory.gradients;
    float[] bad = new float[Math.ceilDiv(gradients.length, CLIPPED_PER_UNIT)];
    memory.cpu.forEach(
        bad.length,
        (from, to, scratch) -> {
          for (int unit = from; unit < to; unit++) {
            int begin = unit * CLIPPED_PER_UNIT;
            int end = begin + Math.min(gradients.length - begin, CLIPPED_PER_UNIT);
            bad[unit] = Measures.clip(gradients, begin, end, limit);
          }
        });
    for (float one : bad) {
      if (one != 0) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Memory> reserve(int count, String holder) {
    List<Memory> memories = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        memories.add(HostMemory.of(new float[memory.parameters.length]));
      }
      return memories;
    } catch (OutOfMemoryError e) {
      memories.clear();
      throw new NetworkMemoryException(
          String.format(Locale.ROOT,
              "%s keeps %d numbers for each parameter of `%s`, which takes %,d MiB, more than"
                  + " is left of the heap's %,d MiB: use a smaller batch, or a larger heap (java -Xmx)",
              holder, count, spec.name(),
              mebibytes((long) count * memory.parameters.length * Float.BYTES),
              mebibytes(Runtime.getRuntime().maxMemory())),
          e);
    }
  }

  private static long mebibytes(long bytes) {
    return Math.ceilDiv(bytes, 1L << 20);
  }

  @Override
  public void update(UpdateStep step) {
    program.update(step);
  }

  @Override
  public void keepParameters(Memory into) {
    into.write(0, memory.parameters, 0, memory.parameters.length);
  }

  @Override
  public List<LayerMeasurement> measure(Memory before) {
    CpuLayers layers = new CpuLayers(memory, before, fed);
    LayerMeasurement[] measured = new LayerMeasurement[spec.layers().size()];
    // Each layer is added up by one thread, so that no sum depends on how many there are.
    memory.cpu.forEach(
        measured.length,
        (from, to, scratch) -> {
          for (int i = from; i < to; i++) {
            measured[i] = layers.measure(spec.layers().get(i));
          }
        });
    return List.of(measured);
  }

  @Override
  public void close() {
    // Arrays are given back when nobody holds them, and views taken before stay readable.
  }
}
