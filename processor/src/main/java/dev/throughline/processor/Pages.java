package dev.throughline.processor;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Names;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.pages.CompiledNetwork;
import dev.throughline.processor.pages.PageFormat;
import dev.throughline.processor.pages.PageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/**
 * Has pages written beside the class files, so that they travel with the network they are about. Has none written
 * unless asked to by {@code -Athroughline.docs=markdown} or {@code =site}, or both.
 */
final class Pages {
  private static final String NONE = "none";
  private static final String ARTIFACT = "throughline-docs";

  private final Filer filer;
  private final Set<PageFormat> wanted = EnumSet.noneOf(PageFormat.class);
  private final Optional<PageWriter> writer;

  /** For {@code model}; what is wrong with the option is added to {@code problems}. */
  Pages(NetworkModel model, Options options, Filer filer, Problems problems) {
    this.filer = filer;
    for (String word : options.docs()) {
      Optional<PageFormat> format =
          Arrays.stream(PageFormat.values()).filter(f -> f.text().equals(word)).findFirst();
      format.ifPresent(wanted::add);
      if (format.isEmpty() && !word.equals(NONE)) {
        reportUnknown(word, model, problems);
      }
    }
    this.writer =
        wanted.isEmpty()
            ? Optional.empty()
            : ServiceLoader.load(PageWriter.class, Pages.class.getClassLoader()).findFirst();
    if (!wanted.isEmpty() && writer.isEmpty()) {
      problems.report(
          SourceRef.of(model.type()),
          Problem.NO_DOCS,
          "-A%s asks for pages, but %s, which writes them, is not on the processor path"
              .formatted(Options.DOCS, ARTIFACT),
          Hint.use("dev.throughline:%s beside dev.throughline:throughline-processor"
              .formatted(ARTIFACT)),
          Hint.or("-A%s=%s".formatted(Options.DOCS, NONE)));
    }
  }

  private static void reportUnknown(String word, NetworkModel model, Problems problems) {
    List<String> known =
        Stream.concat(Stream.of(NONE), Arrays.stream(PageFormat.values()).map(PageFormat::text))
            .toList();
    problems.report(
        SourceRef.of(model.type()),
        Problem.UNKNOWN_DOCS,
        word.isEmpty()
            ? "-A%s does not say what pages are to be".formatted(Options.DOCS)
            : "-A%s says `%s`, which is no form of pages".formatted(Options.DOCS, word),
        Names.nearest(word, known).map(Hint::didYouMean)
            .orElse(Hint.use(String.join(", ", known))));
  }

  /** Writes the pages of {@code network}, if there are to be any. */
  void write(Supplier<CompiledNetwork> network) {
    if (writer.isEmpty()) {
      return;
    }
    CompiledNetwork compiled = network.get();
    NetworkModel model = compiled.network().model();
    for (PageWriter.Document page : writer.get().write(compiled, wanted)) {
      try (OutputStream out =
          filer
              .createResource(
                  StandardLocation.CLASS_OUTPUT, model.packageName(), page.name(), model.type())
              .openOutputStream()) {
        // A writer would use the encoding of the sources.
        out.write(page.text().getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + page.name(), e);
      }
    }
  }
}
