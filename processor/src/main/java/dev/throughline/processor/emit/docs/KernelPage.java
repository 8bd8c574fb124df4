package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.KernelFamilies.Family;
import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.emit.docs.page.Page.Block;
import dev.throughline.processor.emit.docs.page.Page.Heading;
import dev.throughline.processor.emit.docs.page.Page.Listing;
import dev.throughline.processor.emit.docs.page.Page.Paragraph;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.Prose.Text;
import dev.throughline.processor.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/** The page with the source of the kernels: of each family the first one, as plain loops. */
final class KernelPage {
  /** Of a family that has more, so many names are given. */
  private static final int MOST_NAMES = 24;

  private final PageNames names;
  private final KernelFamilies families;

  KernelPage(PageNames names, KernelFamilies families) {
    this.names = names;
    this.families = families;
  }

  /** The name of {@code kernel}, which leads to its source. */
  Prose link(Kernel kernel) {
    String heading = families.of(kernel).first().name();
    return Prose.link(Prose.code(kernel.name()), names.kernels(), Page.anchor(heading));
  }

  /** The kernel that stands for {@code kernel} in tables: where there are very many, one for each family. */
  Kernel told(Kernel kernel) {
    return families.isLarge() ? families.of(kernel).first() : kernel;
  }

  /** Whether tables name one kernel for each family. */
  boolean tellsFamilies() {
    return families.isLarge();
  }

  Page page() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            Prose.of(
                """
                    What `%1$sKernels.java` holds, which the processor writes beside `%1$sNetwork.java`: each kernel \
                    as plain loops, which define what its twin with the Vector API does. Kernels that differ in \
                    numbers only, such as the extents of layers of the same sort, are shown once, with the names of \
                    the others."""
                    .formatted(names.network()))));
    for (Family family : families.all()) {
      blocks.add(new Heading(3, family.first().name()));
      if (family.kernels().size() > 1) {
        blocks.add(new Paragraph(others(family)));
      }
      blocks.add(new Listing("java", family.text().stripIndent()));
    }
    return new Page(
        names.kernels(), names.network() + ": kernels", names.linksExcept(names.kernels()), blocks);
  }

  private static Prose others(Family family) {
    List<Prose> others =
        family.kernels().stream().skip(1).limit(MOST_NAMES).map(k -> Prose.code(k.name())).toList();
    int more = family.kernels().size() - 1 - others.size();
    return Prose.text("With other numbers: ")
        .then(Prose.joined(others, new Text(", ")))
        .then(Prose.text(more == 0 ? "." : " and %d more.".formatted(more)));
  }
}
