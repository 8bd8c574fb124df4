package dev.throughline.processor.layer;

import dev.throughline.processor.graph.GraphBuilder;

/**
 * Where a member stands while it is expanded.
 *
 * @param g holds the nodes; those made now come from this member
 * @param path names the member's parameters
 */
public record ExpansionSite(GraphBuilder g, Mode mode, String path, Scope scope) {
  public boolean training() {
    return mode == Mode.TRAINING;
  }

  /** {@code stem.norm.weight} for {@code "norm.weight"}. */
  public String named(String name) {
    return path + "." + name;
  }

  /** A part of this member that has a name of its own, such as the shortcut of a block. */
  public ExpansionSite part(String name) {
    return new ExpansionSite(g, mode, named(name), scope);
  }
}
