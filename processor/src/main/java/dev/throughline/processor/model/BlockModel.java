package dev.throughline.processor.model;

import dev.throughline.dsl.Block;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A body that members share.
 *
 * @param members in source order
 * @param methods the names of all methods of the interface, inherited ones too
 */
public record BlockModel(TypeElement type, List<Member> members, Set<String> methods) {
  public BlockModel {
    members = List.copyOf(members);
    methods = Set.copyOf(methods);
  }

  /** The interface's simple name. */
  public String name() {
    return type.getSimpleName().toString();
  }

  /** Whether a member leaves {@code attribute} to the block, or a mistake hides whether it does. */
  public boolean takes(String attribute) {
    return members.stream()
        .map(Member::kind)
        .anyMatch(kind -> kind == null || isOfBlock(kind.value(attribute)));
  }

  private static boolean isOfBlock(@Nullable Object value) {
    return value instanceof int[] numbers
        ? Arrays.stream(numbers).anyMatch(n -> n == Block.OF_BLOCK)
        : Objects.equals(value, Block.OF_BLOCK);
  }
}
