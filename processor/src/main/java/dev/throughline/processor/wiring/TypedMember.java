package dev.throughline.processor.wiring;

import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.layer.Layers;
import dev.throughline.processor.layer.Scope;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.model.Member;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member in its place; a member of a block occurs once for each repeat.
 *
 * @param path {@code stage1.0.conv1}; names its parameters
 * @param description a few words: {@code 3×3 convolution, 16 filters, batch norm, ReLU}
 * @param bodies one for each repeat of its block; empty for a layer
 * @param target what a loss compares with; null for anything else
 */
public record TypedMember(
    Member member,
    String path,
    Scope scope,
    TensorType in,
    TensorType out,
    String description,
    List<TypedBody> bodies,
    @Nullable TensorType target) {
  public TypedMember {
    bodies = List.copyOf(bodies);
  }

  /** The method's name. */
  public String name() {
    return member.name();
  }

  public Annotated<?> annotated() {
    return Objects.requireNonNull(member.kind(), "an unreadable member has no type");
  }

  /** {@code @Conv}. */
  public String kind() {
    return annotated().name();
  }

  /** The block that the member returns; empty for a layer or a loss. */
  public Optional<BlockModel> block() {
    return member.returned() instanceof Member.Returned.ABlock(BlockModel block)
        ? Optional.of(block)
        : Optional.empty();
  }

  /** Whether it stands beside the trunk: what follows reads what this member reads. */
  public boolean isAside() {
    return Layers.loss(annotated().values()).isPresent()
        || Wirings.wiring(annotated().values()).filter(WiringKind::aside).isPresent();
  }

  public Origin origin() {
    return new Origin(path, member.source());
  }
}
