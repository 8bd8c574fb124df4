package dev.throughline.processor;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Names;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.model.NetworkModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/**
 * Writes what passes answer, as text, beside the class files: {@code ResNet20.trace/training.txt}. Shows
 * nothing unless asked to by {@code -Athroughline.trace=training,inference} or {@code =all}.
 */
public final class Trace {
  private static final String ALL = "all";

  private final NetworkModel model;
  private final Filer filer;
  private final Set<String> wanted;
  private final Set<String> written;

  /**
   * Traces {@code model}.
   *
   * @param written the files of this and of other networks, to which new ones are added
   */
  Trace(
      NetworkModel model, Options options, Filer filer, Set<String> written, Problems problems) {
    this.model = model;
    this.filer = filer;
    this.written = written;
    this.wanted = new HashSet<>(options.trace());
    List<String> known = Arrays.stream(Pass.values()).map(Pass::text).toList();
    for (String pass : options.trace()) {
      if (!pass.equals(ALL) && !known.contains(pass)) {
        Optional<String> meant = Names.nearest(pass, known);
        problems.report(
            SourceRef.of(model.type()),
            Problem.UNKNOWN_PASS,
            "-A%s names `%s`, which is no pass".formatted(Options.TRACE, pass),
            meant.map(Hint::didYouMean).orElse(Hint.use(ALL + ", " + String.join(", ", known))));
      }
    }
  }

  /** Writes {@code text} if {@code pass} is wanted. */
  void show(Pass pass, Supplier<String> text) {
    if (!wanted.contains(ALL) && !wanted.contains(pass.text())) {
      return;
    }
    String file =
        "%s.trace/%s.txt".formatted(model.baseName(), pass.text());
    // A network with errors is looked at twice.
    if (!written.add(model.packageName() + "/" + file)) {
      return;
    }
    try (Writer out =
        filer
            .createResource(
                StandardLocation.CLASS_OUTPUT, model.packageName(), file, model.type())
            .openWriter()) {
      out.write(text.get());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace %s".formatted(file), e);
    }
  }
}
