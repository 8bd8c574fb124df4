package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.Prose.Link;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the files of one network are called.
 *
 * @param network {@code ResNet20}
 */
record PageNames(String network) {
  String overview() {
    return network;
  }

  String kernels() {
    return network + "-kernels";
  }

  String step() {
    return network + "-step";
  }

  String gradient() {
    return network + "-gradient";
  }

  String picture() {
    return network + ".svg";
  }

  /** Of the paths from the loss number {@code loss}, counted from 1. */
  String pathsPicture(int loss) {
    return network + "-paths" + (loss == 1 ? "" : loss) + ".svg";
  }

  String distancesPicture() {
    return network + "-distances.svg";
  }

  /** To the pages of the network, but for the one of that name. */
  List<Link> linksExcept(String page) {
    return Stream.of(
        link("Overview", overview()),
        link("Gradient", gradient()),
        link("Training step", step()),
        link("Kernels", kernels()))
        .filter(link -> !link.page().equals(page))
        .toList();
  }

  private static Link link(String words, String page) {
    return new Link(Prose.text(words), page, "");
  }
}
