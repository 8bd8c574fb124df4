package dev.throughline.processor.memory;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.ParameterInfo;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where parameters and states lie, by name: the same in training and in inference, though an auxiliary head
 * exists in training only.
 *
 * @param parameters those that are trained come first, so that the optimiser's step is one flat map over them
 */
public record Residents(
    Map<String, Slot> parameters,
    Map<String, Slot> states,
    long parameterFloats,
    long stateFloats) {
  public Residents {
    parameters = Map.copyOf(parameters);
    states = Map.copyOf(states);
  }

  /** Those of {@code training}, which has all there are. */
  public static Residents of(Graph training) {
    List<Node> trainedFirst = new ArrayList<>(training.parameters());
    trainedFirst.sort(Comparator.comparing(p -> !info(p).trainable()));
    Map<String, Slot> parameters = new HashMap<>();
    long parameterFloats = 0;
    for (Node parameter : trainedFirst) {
      long size = parameter.type().elements();
      parameters.put(
          info(parameter).name(),
          new Slot(Stored.of(parameter), Region.PARAMETERS, parameterFloats, size));
      parameterFloats += size;
    }
    Map<String, Slot> states = new HashMap<>();
    long stateFloats = 0;
    for (Node state : training.states()) {
      long size = state.type().elements();
      states.put(name(state), new Slot(Stored.of(state), Region.STATES, stateFloats, size));
      stateFloats += size;
    }
    return new Residents(parameters, states, parameterFloats, stateFloats);
  }

  Slot parameter(Node parameter) {
    return found(parameters.get(info(parameter).name()), parameter);
  }

  Slot state(Node state) {
    return found(states.get(name(state)), state);
  }

  private static Slot found(@Nullable Slot slot, Node node) {
    if (slot == null) {
      throw new IllegalArgumentException(node + " is not there in training");
    }
    return slot.holding(Stored.of(node));
  }

  private static ParameterInfo info(Node parameter) {
    return ((Primitive.Parameter) parameter.op()).info();
  }

  private static String name(Node state) {
    return ((Primitive.State) state.op()).name();
  }
}
