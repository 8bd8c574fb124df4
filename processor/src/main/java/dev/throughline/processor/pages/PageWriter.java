package dev.throughline.processor.pages;

import java.util.List;
import java.util.Set;

/** Writes the pages of networks; found on the processor path by {@link java.util.ServiceLoader}. */
public interface PageWriter {
  /**
   * A file, which goes beside the classes of the network.
   *
   * @param name without folder: {@code ResNet20.md}
   */
  record Document(String name, String text) {}

  /**
   * The pages of {@code network} in each of {@code formats}, and the pictures on them.
   *
   * @param formats at least one
   */
  List<Document> write(CompiledNetwork network, Set<PageFormat> formats);
}
