package dev.throughline.processor.wiring;

import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.model.NetworkModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A network without mistakes: every member has its place and its types.
 *
 * @param inputs by name, at least one
 * @param members without the network's own loss; other losses are among them
 * @param loss the last member
 */
public record TypedNetwork(
    NetworkModel model,
    SequencedMap<String, TensorType> inputs,
    List<TypedMember> members,
    TypedMember loss) {
  public TypedNetwork {
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    members = List.copyOf(members);
  }

  /** The first input, which the first member reads. */
  public TensorType input() {
    return inputs.firstEntry().getValue();
  }

  /** One line a member, for traces. */
  public String trace() {
    StringBuilder text = new StringBuilder();
    text.append("network %s : %s\n".formatted(model.name(), inputs));
    trace(members, text);
    trace(List.of(loss), text);
    return text.toString();
  }

  private static void trace(List<TypedMember> members, StringBuilder text) {
    for (TypedMember m : members) {
      text.append(
          "%s : %s → %s   %s\n".formatted(m.path(), m.in(), m.out(), m.description()));
      m.bodies().forEach(body -> trace(body.members(), text));
    }
  }
}
