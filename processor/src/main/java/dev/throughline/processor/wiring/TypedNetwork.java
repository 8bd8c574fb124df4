package dev.throughline.processor.wiring;

import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.model.NetworkModel;
import java.util.List;

/**
 * A network without mistakes: every member has its place and its types.
 *
 * @param members without the loss
 * @param loss the last member
 */
public record TypedNetwork(
    NetworkModel model, TensorType input, List<TypedMember> members, TypedMember loss) {
  public TypedNetwork {
    members = List.copyOf(members);
  }

  /** One line a member, for traces. */
  public String trace() {
    StringBuilder text = new StringBuilder();
    text.append("network %s : %s\n".formatted(model.name(), input));
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
