package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.diagram.Diagram;
import dev.throughline.processor.emit.docs.page.HtmlPrinter;
import dev.throughline.processor.emit.docs.page.MarkdownPrinter;
import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.gradientflow.GradientFlow;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.ArrayList;
import java.util.List;

/** Writes the pages of a network and the picture on them. */
public final class DocsEmitter {
  private DocsEmitter() {}

  /**
   * A file of the documentation.
   *
   * @param name without folder: {@code ResNet20.md}
   */
  public record Document(String name, String text) {}

  /**
   * The pages of {@code network}, each as Markdown and as HTML.
   *
   * @param training the graph of a training step
   * @param flow how its gradients reach its parameters
   * @param comment what the interface says about itself, as Markdown; empty if nothing
   */
  public static List<Document> apply(
      TypedNetwork network,
      Graph training,
      GradientFlow flow,
      Program program,
      String comment) {
    PageNames names = new PageNames(network.model().baseName());
    Outline outline = Outline.of(network, training);
    KernelPage kernels = new KernelPage(names, new KernelFamilies(program));
    NetworkPage overview = new NetworkPage(network, training, program, outline, names);
    GradientPage gradient = new GradientPage(names, flow, outline);
    List<Document> files = new ArrayList<>(gradient.pictures());
    for (Page page : List.of(
        overview.page(comment, gradient, kernels), gradient.page(), kernels.page())) {
      files.add(new Document(page.name() + ".md", MarkdownPrinter.print(page)));
      files.add(new Document(page.name() + ".html", HtmlPrinter.print(page)));
    }
    files.add(new Document(names.picture(), Diagram.draw(Sketcher.of(names.network(), outline))));
    return files;
  }
}
