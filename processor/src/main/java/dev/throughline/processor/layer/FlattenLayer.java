package dev.throughline.processor.layer;

import dev.throughline.dsl.Flatten;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @Flatten}: an image as a vector, channel by channel; a sequence, position by position. */
final class FlattenLayer implements LayerKind<Flatten> {
  /** Stored [h][w][c], wanted (c, h, w). */
  private static final List<Integer> CHANNELS_FIRST = List.of(2, 0, 1);

  @Override
  public Class<Flatten> annotation() {
    return Flatten.class;
  }

  @Override
  public @Nullable TensorType type(TensorType x, Site<Flatten> site) {
    return x.isSequence() || site.checkImage(x) ? vector(x) : null;
  }

  @Override
  public Node expand(Node x, Flatten flatten, ExpansionSite at) {
    boolean inOrder =
        x.type().isSequence() || x.type().positions() == 1 || x.type().channels() == 1;
    Node ordered = inOrder ? x : at.g().permute(x, CHANNELS_FIRST);
    return at.g().reshape(ordered, vector(x.type()));
  }

  @Override
  public String describe(Flatten flatten, Scope scope) {
    return "as one vector";
  }

  private static TensorType vector(TensorType x) {
    return TensorType.batch(Math.toIntExact(x.elements()));
  }
}
