package dev.throughline.runtime.network;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.device.Engine;
import dev.throughline.runtime.device.Region;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.spec.StateSpec;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Memory;
import dev.throughline.runtime.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A network's parameters and running statistics as the tensors of a file, under their published
 * names and shapes.
 *
 * <p>Reading takes two steps, so that a bad file changes nothing: {@link #staged} checks a whole
 * file, {@link Staged#commit} copies.
 */
public final class Weights {
  /** Prefix of tensors that belong to an optimiser; networks pass them over. */
  public static final String OPTIMIZER_PREFIX = "optimizer.";

  /** Entry that names the interface which declares the network. */
  public static final String NETWORK = "throughline.network";

  private Weights() {}

  /** What a file says about the network it belongs to. */
  public static SequencedMap<String, String> metadata(NetworkSpec spec) {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt"); // published names and shapes are PyTorch's
    metadata.put(NETWORK, spec.declaredBy());
    metadata.put(WeightsIdentity.KEY, WeightsIdentity.VERSION);
    return metadata;
  }

  /** Live views on all parameters, then all running statistics, by published name. */
  public static SequencedMap<String, Tensor> tensors(Network network) {
    network.use.checkOpen();
    return tensors(network.engine);
  }

  private static SequencedMap<String, Tensor> tensors(Engine engine) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    Memory parameters = engine.memory(Region.PARAMETERS);
    for (ParameterSpec parameter : engine.spec().parameters()) {
      tensors.put(
          parameter.name(), Tensor.of(parameters, parameter.offset(), parameter.layout()));
    }
    Memory states = engine.memory(Region.STATES);
    for (StateSpec state : engine.spec().states()) {
      tensors.put(state.name(), Tensor.of(states, state.offset(), Layout.of(state.size())));
    }
    return tensors;
  }

  /**
   * Reads and checks all of a network's tensors.
   *
   * @throws CheckpointException if the file belongs to another network, lacks a tensor, has one too
   *     many, or one is not as the network's
   */
  public static Staged staged(SafetensorsReader file, Network network) {
    return staged(file, network, NameMapping.NONE);
  }

  /** {@link #staged(SafetensorsReader, Network)} of a file with the names of another program. */
  public static Staged staged(SafetensorsReader file, Network network, NameMapping names) {
    Map<Tensor, float[]> values = new LinkedHashMap<>();
    checked(file, network.engine, names)
        .forEach((name, tensor) -> values.put(tensor, file.values(name, tensor.layout())));
    return new Staged(network, values);
  }

  /** Reads into an engine that nobody uses before all is read: one tensor at a time, so without a second copy. */
  static void fill(SafetensorsReader file, Engine engine, NameMapping names) {
    checked(file, engine, names)
        .forEach((name, tensor) -> tensor.set(file.values(name, tensor.layout())));
  }

  /** A network's tensors by their names in a file, which has them and no others. */
  private static SequencedMap<String, Tensor> checked(
      SafetensorsReader file, Engine engine, NameMapping names) {
    WeightsIdentity.of(engine.spec()).in(names).check(file);
    return names.apply(tensors(engine));
  }

  /** Weights that passed all checks, not yet in their network. */
  public static final class Staged {
    private final Network network;
    private final Map<Tensor, float[]> values;

    private Staged(Network network, Map<Tensor, float[]> values) {
      this.network = network;
      this.values = values;
    }

    /** Copies the weights into their network. */
    public void commit() {
      values.forEach(Tensor::set);
      network.weightsChanged();
    }
  }
}
