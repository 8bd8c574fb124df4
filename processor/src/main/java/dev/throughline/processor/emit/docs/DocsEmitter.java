package dev.throughline.processor.emit.docs;

import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.List;

/** Writes the page of a network and the picture on it. */
public final class DocsEmitter {
  private DocsEmitter() {}

  /**
   * A file of the documentation.
   *
   * @param name without folder: {@code ResNet20.md}
   */
  public record Page(String name, String text) {}

  /**
   * Floats that do not scale with the batch, parameters apart: the planned workspace and whatever a backend
   * keeps behind it, such as packed weights.
   */
  public record Workspace(long training, long inference) {}

  /**
   * The pages of {@code network}.
   *
   * @param training the graph of a training step
   * @param comment what the interface says about itself, as Markdown; empty if nothing
   */
  public static List<Page> apply(
      TypedNetwork network, Graph training, Program program, Workspace workspace, String comment) {
    String name = network.model().generatedName().replaceFirst("Network$", "");
    Outline outline = Outline.of(network, training);
    String picture = name + ".svg";
    NetworkPage page = new NetworkPage(network, training, program, outline);
    return List.of(
        new Page(name + ".md", page.write(name, picture, comment, workspace)),
        new Page(picture, new Diagram(name, network.input(), outline).write()));
  }
}
