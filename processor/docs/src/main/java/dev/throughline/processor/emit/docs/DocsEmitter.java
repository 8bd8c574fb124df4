package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.diagram.Diagram;
import dev.throughline.processor.emit.docs.page.HtmlPrinter;
import dev.throughline.processor.emit.docs.page.MarkdownPrinter;
import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.pages.CompiledNetwork;
import dev.throughline.processor.pages.PageFormat;
import dev.throughline.processor.pages.PageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes four pages: a network as a whole, its gradient, its training step, its kernels. */
public final class DocsEmitter implements PageWriter {
  @Override
  public List<Document> write(CompiledNetwork compiled, Set<PageFormat> formats) {
    PageNames names = new PageNames(compiled.network().model().baseName());
    Outline outline = Outline.of(compiled.network(), compiled.training());
    KernelPage kernels = new KernelPage(names, new KernelFamilies(compiled.program()));
    GradientPage gradient = new GradientPage(names, compiled.flow(), outline);
    NetworkPage overview = new NetworkPage(compiled, outline, names);
    List<Document> files = new ArrayList<>(gradient.pictures());
    for (Page page : List.of(
        overview.page(gradient, kernels),
        gradient.page(),
        new StepPage(compiled, names).page(),
        kernels.page())) {
      for (PageFormat format : formats) {
        files.add(print(page, format));
      }
    }
    files.add(new Document(names.picture(), Diagram.draw(Sketcher.of(names.network(), outline))));
    return files;
  }

  private static Document print(Page page, PageFormat format) {
    return switch (format) {
      case MARKDOWN -> new Document(page.name() + ".md", MarkdownPrinter.print(page));
      case SITE -> new Document(page.name() + ".html", HtmlPrinter.print(page));
    };
  }
}
