package dev.throughline.samples.docs;

import dev.throughline.processor.emit.docs.Site;
import dev.throughline.runtime.network.Model;
import dev.throughline.samples.ResNet20;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;

/** The pages that the processor wrote beside the classes of the samples. */
final class SamplePages {
  private SamplePages() {}

  /** Where the classes are. */
  static Path classes() {
    try {
      return Path.of(ResNet20.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The pages by file name. */
  static SortedMap<String, String> written() throws IOException {
    return Site.written(classes());
  }

  /** What the network whose Markdown page is {@code overview} says of itself. */
  static Model model(String overview) throws IOException, ReflectiveOperationException {
    try (Stream<Path> all = Files.walk(classes())) {
      Path page = all.filter(f -> f.endsWith(overview)).findFirst().orElseThrow();
      String folder = classes().relativize(page.getParent()).toString();
      String name = overview.replace(".md", "Network");
      Class<?> network = Class.forName(folder.replace(File.separatorChar, '.') + "." + name);
      return (Model) network.getField("MODEL").get(null);
    }
  }
}
