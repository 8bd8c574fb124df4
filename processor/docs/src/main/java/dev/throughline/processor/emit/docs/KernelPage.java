package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.KernelFamilies.Family;
import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.emit.docs.page.Page.Block;
import dev.throughline.processor.emit.docs.page.Page.Heading;
import dev.throughline.processor.emit.docs.page.Page.Listing;
import dev.throughline.processor.emit.docs.page.Page.Paragraph;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.Prose.Text;
import dev.throughline.processor.emit.java.JavaMethod;
import dev.throughline.processor.kernel.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

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
    Map<String, JavaMethod> tiles = tiles();
    for (Family family : families.all()) {
      blocks.add(new Heading(3, family.first().name()));
      if (family.kernels().size() > 1) {
        blocks.add(new Paragraph(others(family)));
      }
      blocks.add(
          listing(family.methods().stream().filter(method -> !isTile(method, family)).toList()));
      List<Prose> calls =
          family.methods().stream()
              .filter(method -> isTile(method, family))
              .map(tile -> link(tile, tiles))
              .toList();
      if (!calls.isEmpty()) {
        blocks.add(
            new Paragraph(Prose.text("Calls ").then(Prose.joined(calls, new Text(", ")))
                .then(Prose.text("."))));
      }
    }
    if (!tiles.isEmpty()) {
      blocks.add(new Heading(2, "Tiles"));
      blocks.add(
          new Paragraph(
              Prose.text("What kernels call for a tile of their result; of each sort the first.")));
    }
    for (JavaMethod tile : tiles.values()) {
      blocks.add(new Heading(3, tile.name()));
      blocks.add(listing(List.of(tile)));
    }
    return new Page(
        names.kernels(), names.network() + ": kernels", names.linksExcept(names.kernels()), blocks);
  }

  /** The first tile of each sort. */
  private Map<String, JavaMethod> tiles() {
    Map<String, JavaMethod> tiles = new LinkedHashMap<>();
    for (Family family : families.all()) {
      for (JavaMethod method : family.methods()) {
        if (isTile(method, family)) {
          tiles.putIfAbsent(sort(method), method);
        }
      }
    }
    return tiles;
  }

  /** Whether {@code method} is named after what it computes, rather than after the kernel. */
  private static boolean isTile(JavaMethod method, Family family) {
    return !method.name().startsWith(family.first().name());
  }

  private static String sort(JavaMethod tile) {
    return tile.name().replaceAll("\\d+", "0");
  }

  private static Prose link(JavaMethod tile, Map<String, JavaMethod> tiles) {
    JavaMethod shown = Objects.requireNonNull(tiles.get(sort(tile)));
    return Prose.link(Prose.code(tile.name()), "", Page.anchor(shown.name()));
  }

  private static Listing listing(List<JavaMethod> methods) {
    String text = methods.stream().map(JavaMethod::text).collect(Collectors.joining("\n"));
    return new Listing("java", text.stripTrailing().stripIndent());
  }

  private static Prose others(Family family) {
    List<Prose> others =
        family.kernels().stream().skip(1).limit(MOST_NAMES).map(k -> Prose.code(k.name())).toList();
    int more = family.kernels().size() - 1 - others.size();
    return Prose.text("With other numbers: ")
        .then(Prose.joined(others, new Text(", ")))
        .then(Prose.text(more == 0 ? "." : String.format(Locale.ROOT, " and %d more.", more)));
  }
}
