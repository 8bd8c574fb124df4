package dev.throughline.processor.model;

import dev.throughline.dsl.Block;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.TypeElement;

/**
 * A body that members share.
 *
 * @param members in source order
 */
public record BlockModel(TypeElement type, List<Member> members) {
  public BlockModel {
    members = List.copyOf(members);
  }

  /** The interface's simple name. */
  public String name() {
    return type.getSimpleName().toString();
  }

  /** Whether a member leaves {@code attribute} to the block. */
  public boolean takes(String attribute) {
    return members.stream()
        .map(Member::kind)
        .filter(Objects::nonNull)
        .anyMatch(kind -> Objects.equals(kind.value(attribute), Block.OF_BLOCK));
  }
}
