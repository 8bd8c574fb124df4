package dev.throughline.processor;

import com.google.auto.service.AutoService;
import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.Report;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.model.NetworkModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic.Kind;

/**
 * Compiles every interface marked {@link Network}.
 *
 * <p>A network that refers to code another processor is yet to generate waits for the next round. In the
 * last round what is left is checked all the same, so that its other mistakes come out with javac's.
 */
@AutoService(Processor.class)
public final class NetworkProcessor extends AbstractProcessor {
  private final Set<Waiting> waiting = new LinkedHashSet<>();
  private final Set<Place> printed = new HashSet<>();

  private record Place(Problem problem, SourceRef where) {}

  /** A network by name, for an element is good for one round only. */
  private record Waiting(String module, String name) {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(Network.class.getName());
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Options.NAMES;
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Set<TypeElement> networks = new LinkedHashSet<>();
    waiting.forEach(network -> networks.add(find(network)));
    waiting.clear();
    for (Element element : round.getElementsAnnotatedWith(Network.class)) {
      if (element instanceof TypeElement type) {
        networks.add(type);
      }
    }
    NetworkCompiler compiler = new NetworkCompiler(processingEnv);
    networks.forEach(type -> compile(type, compiler, round.processingOver()));
    return false;
  }

  private void compile(TypeElement type, NetworkCompiler compiler, boolean lastRound) {
    Problems problems = new Problems(type);
    try {
      NetworkModel model = compiler.read(type, problems);
      if (!model.complete() && !lastRound) {
        ModuleElement module = processingEnv.getElementUtils().getModuleOf(type);
        String inModule = module == null ? "" : module.getQualifiedName().toString();
        waiting.add(new Waiting(inModule, type.getQualifiedName().toString()));
        return;
      }
      compiler.compile(model, problems);
    } catch (UncheckedIOException e) {
      String what = "%s: %s".formatted(e.getMessage(), e.getCause().getMessage());
      processingEnv.getMessager().printMessage(Kind.ERROR, what, type);
    } catch (RuntimeException | StackOverflowError e) {
      report(type, e);
    }
    for (Report report : problems.reports()) {
      // Two networks may share a block with a mistake.
      if (printed.add(new Place(report.problem(), report.where()))) {
        report.print(processingEnv.getMessager());
      }
    }
  }

  private TypeElement find(Waiting network) {
    Elements elements = processingEnv.getElementUtils();
    ModuleElement module = elements.getModuleElement(network.module);
    TypeElement type =
        module == null
            ? elements.getTypeElement(network.name)
            : elements.getTypeElement(module, network.name);
    return Objects.requireNonNull(type, network::toString);
  }

  private void report(TypeElement type, Throwable e) {
    StringWriter stack = new StringWriter();
    e.printStackTrace(new PrintWriter(stack));
    processingEnv
        .getMessager()
        .printMessage(
            Kind.ERROR,
            """
                Throughline failed on `%s`; this is a mistake in the compiler, not in your code. \
                Please report it with the interface and these lines:
                %s"""
                .formatted(type.getQualifiedName(), stack),
            type);
  }
}
