package dev.throughline.runtime.network;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.LayerMeasurement;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.device.Tally;
import dev.throughline.runtime.device.UpdateStep;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.Mode;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.OutputSpec;
import dev.throughline.runtime.tensor.HostMemory;
import dev.throughline.runtime.tensor.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Computes nothing, and writes down what it is asked. Its loss falls from update to update, its gradients are all 3, and
 * of each batch one answer is wrong.
 */
public final class FakeEngine implements Engine {
  public final List<String> calls = new ArrayList<>();
  public final List<UpdateStep> updates = new ArrayList<>();
  public boolean closed;

  /** Of this update on, the loss is no number. */
  public int divergesAfter = Integer.MAX_VALUE;

  private final NetworkSpec spec;
  private final int batch;
  private final float[] parameters;
  private final float[] gradients;
  private final float[] states;
  private int fed;

  public FakeEngine(NetworkSpec spec, int batch) {
    this.spec = spec;
    this.batch = batch;
    this.parameters = new float[spec.parameterFloats()];
    this.gradients = new float[spec.parameterFloats()];
    this.states = new float[spec.stateFloats()];
  }

  /** The network that this holds. */
  public Network network(long seed) {
    return new Network(this, seed) {};
  }

  @Override
  public NetworkSpec spec() {
    return spec;
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void feed(Mode mode, Feed samples, int first, int count) {
    calls.add("feed " + mode + " " + count);
    fed = count;
  }

  @Override
  public void forward(long maskSeed) {
    calls.add("forward");
  }

  @Override
  public void backward() {
    calls.add("backward");
    Arrays.fill(gradients, 3);
  }

  @Override
  public void fold() {
    calls.add("fold");
  }

  @Override
  public void infer() {
    calls.add("infer");
  }

  @Override
  public float loss(int index) {
    return updates.size() >= divergesAfter ? Float.NaN : 1f / (1 + updates.size());
  }

  @Override
  public Memory output(Mode mode, OutputSpec output) {
    return HostMemory.of(new float[fed * output.layout().size()]);
  }

  @Override
  public Optional<Memory> activation(String member) {
    return Optional.empty();
  }

  @Override
  public Tally tally() {
    return new Tally(fed - 1, fed);
  }

  @Override
  public Memory memory(Region region) {
    return HostMemory.of(
        switch (region) {
          case PARAMETERS -> parameters;
          case GRADIENTS -> gradients;
          case STATES -> states;
        });
  }

  @Override
  public void zeroGradients() {
    Arrays.fill(gradients, 0);
  }

  @Override
  public double norm(Region region) {
    calls.add("norm " + region);
    return memory(region).norm(0, memory(region).size());
  }

  @Override
  public Optional<Float> clip(float limit) {
    calls.add("clip " + limit);
    return Optional.empty();
  }

  @Override
  public List<Memory> reserve(int count, String holder) {
    List<Memory> memories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      memories.add(HostMemory.of(new float[parameters.length]));
    }
    return memories;
  }

  /** Every parameter and slot moves by the rate. */
  @Override
  public void update(UpdateStep step) {
    calls.add("update " + step.optimizer());
    updates.add(step);
    float rate = step.numbers().get(UpdateStep.RATE);
    step.slots().values().forEach(slot -> slot.set(0, slot.get(0) + rate));
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= rate;
    }
  }

  @Override
  public void keepParameters(Memory into) {
    into.write(0, parameters, 0, parameters.length);
  }

  @Override
  public List<LayerMeasurement> measure(Memory before) {
    return spec.layers().stream().map(_ -> new LayerMeasurement(1, 2, 0, 0.001)).toList();
  }

  @Override
  public Engine beside() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    closed = true;
  }
}
