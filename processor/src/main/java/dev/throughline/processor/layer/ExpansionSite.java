package dev.throughline.processor.layer;

import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import java.util.Objects;

/**
 * Where a member stands while it is expanded.
 *
 * @param g holds the nodes; those made now come from this member
 * @param mode that of the graph, or {@link Mode#INFERENCE} if the member is frozen
 * @param path names the member's parameters
 */
public record ExpansionSite(
    GraphBuilder g, Mode mode, String path, Scope scope, Values<Node> values) {
  public boolean training() {
    return mode == Mode.TRAINING;
  }

  /** {@code stem.norm.weight} for {@code "norm.weight"}. */
  public String named(String name) {
    return path + "." + name;
  }

  /** A part of this member that has a name of its own, such as the shortcut of a block. */
  public ExpansionSite part(String name) {
    return new ExpansionSite(g.within(name), mode, named(name), scope, values);
  }

  /** The same place under another path, such as that of a repeat. */
  public ExpansionSite at(String newPath) {
    return new ExpansionSite(g, mode, newPath, scope, values);
  }

  /** The value that an attribute names; checked before. */
  public Node value(String name) {
    return Objects.requireNonNull(values.get(name),
        () -> "`%s` reads no `%s`".formatted(path, name));
  }
}
