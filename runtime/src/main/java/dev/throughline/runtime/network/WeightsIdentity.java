package dev.throughline.runtime.network;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.ParameterSpec;
import dev.throughline.runtime.spec.StateSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What decides whether the tensors of a file are those of a network: the network's name, the tensors' names and
 * their published shapes.
 *
 * <p>A file's own identity is its header, which lists names and shapes, with the entry {@link Weights#NETWORK} and
 * a version. Everything else may change without a saved file being lost: how a value is computed or initialised, and
 * in which order axes are stored, for a file holds them as published. Files from before there was a version hold a
 * digest of the graph as the compiler of their day wrote it, {@code throughline.graph}; they are recognised by the
 * same names and shapes.
 *
 * @param name simple name of the declaring interface
 * @param declaredBy its fully qualified name; a file may come from an interface that has since moved
 * @param shapes the published extents of each tensor, by its name in a file
 */
public record WeightsIdentity(
    String name, String declaredBy, SequencedMap<String, List<Long>> shapes) {
  /** Entry of a file that says how it is to be recognised. */
  static final String KEY = "throughline.identity";

  /** The way that is described above. */
  static final String VERSION = "1";

  /** PyTorch's batch norm counts its batches; nothing here depends on the count. */
  private static final String BATCH_COUNT = "num_batches_tracked";

  public WeightsIdentity {
    shapes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shapes));
  }

  /** The identity of a network. */
  public static WeightsIdentity of(NetworkSpec spec) {
    SequencedMap<String, List<Long>> shapes = new LinkedHashMap<>();
    for (ParameterSpec parameter : spec.parameters()) {
      int[] extents = parameter.layout().extents();
      shapes.put(parameter.name(), Arrays.stream(extents).asLongStream().boxed().toList());
    }
    for (StateSpec state : spec.states()) {
      shapes.put(state.name(), List.of((long) state.size()));
    }
    return new WeightsIdentity(spec.name(), spec.declaredBy(), shapes);
  }

  /** The same in a file with the names of another program. */
  WeightsIdentity in(NameMapping names) {
    return new WeightsIdentity(name, declaredBy, names.apply(shapes));
  }

  /** One line for the network, then one a tensor. */
  @Override
  public String toString() {
    return shapes.entrySet().stream()
        .map(tensor -> tensor.getKey() + " " + tensor.getValue() + "\n")
        .collect(Collectors.joining("", "%s %s\n".formatted(name, VERSION), ""));
  }

  /**
   * Fails unless {@code file} holds these tensors and no others, but for an optimiser's.
   *
   * @throws CheckpointException if not; the sentence names what differs
   */
  void check(SafetensorsReader file) {
    file.metadata(KEY)
        .filter(version -> !version.equals(VERSION))
        .ifPresent(
            version -> {
              throw new CheckpointException(
                  "%s was written by another version of Throughline (its `%s` is %s, not `%s`): read it with that one"
                      .formatted(
                          Quote.path(file.path()), KEY, Quote.name(version), VERSION));
            });
    Optional<String> writer = file.metadata(Weights.NETWORK);
    boolean others = writer.isPresent() && !isOurs(writer.get());
    Optional<String> difference = difference(file);
    if (difference.isPresent() || others) {
      throw new CheckpointException(
          "%s %s%s"
              .formatted(
                  Quote.path(file.path()),
                  whose(writer),
                  difference.orElse(", though its tensors have the same names and shapes")));
    }
  }

  private boolean isOurs(String writer) {
    return writer.equals(name) || writer.endsWith("." + name);
  }

  /** What the file holds, as the beginning of a sentence. */
  private String whose(Optional<String> writer) {
    if (writer.isEmpty()) {
      return "does not hold the weights of `%s`".formatted(name);
    }
    return writer.get().equals(declaredBy)
        ? "holds weights of another version of `%s`".formatted(declaredBy)
        : "holds weights of %s, not of `%s`".formatted(Quote.name(writer.get()), declaredBy);
  }

  /** How the sentence goes on if names or shapes differ. */
  private Optional<String> difference(SafetensorsReader file) {
    List<String> missing =
        shapes.keySet().stream().filter(tensor -> !file.names().contains(tensor)).toList();
    if (!missing.isEmpty()) {
      return Optional.of(": it lacks " + Quote.names(missing));
    }
    List<String> surplus =
        file.names().stream()
            .filter(tensor -> !shapes.containsKey(tensor))
            .filter(tensor -> !tensor.startsWith(Weights.OPTIMIZER_PREFIX))
            .filter(tensor -> !tensor.endsWith(BATCH_COUNT))
            .toList();
    if (!surplus.isEmpty()) {
      return Optional.of(", which has no " + Quote.names(surplus));
    }
    return shapes.entrySet().stream()
        .filter(tensor -> !tensor.getValue().equals(file.shape(tensor.getKey())))
        .findFirst()
        .map(
            tensor -> ": its %s has the shape %s, not %s"
                .formatted(
                    Quote.name(tensor.getKey()),
                    file.shape(tensor.getKey()),
                    tensor.getValue()));
  }
}
