package dev.throughline.processor;

import com.google.auto.service.AutoService;
import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.Report;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.model.NetworkModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Generated;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic.Kind;

/**
 * Compiles every interface marked {@link Network}.
 *
 * <p>A network that refers to code another processor is yet to generate waits for the next round. What still
 * refers to code that is not there in the last round does not compile: javac says what is missing, and only
 * what is wrong whatever that is comes out here.
 *
 * <p>A network with errors waits for the last round as well. Only then is it known whether javac was content
 * with the sources: if not, it may have passed on less than was written, and what it says is enough.
 */
@AutoService(Processor.class)
public final class NetworkProcessor extends AbstractProcessor {
  private final Set<Waiting> waiting = new LinkedHashSet<>();
  private final Set<Place> printed = new HashSet<>();
  private NetworkCompiler compiler;
  private boolean failed;

  private record Place(Problem problem, SourceRef where) {}

  /** A network by name, for an element is good for one round only. */
  private record Waiting(String module, String name) {}

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    compiler = new NetworkCompiler(environment);
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return NetworkCompiler.annotations();
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
    waiting.forEach(network -> find(network).ifPresent(networks::add));
    waiting.clear();
    for (Element element : round.getElementsAnnotatedWith(Network.class)) {
      if (element instanceof TypeElement type) {
        networks.add(type);
      }
    }
    networks.stream()
        .filter(type -> type.asType().getKind() == TypeKind.DECLARED)
        .forEach(type -> compile(type, round));
    return annotations.stream().anyMatch(annotation -> isOurs(annotation, round));
  }

  /** Whether to claim {@code annotation}, or javac would say that nobody knew it; no mark of others is claimed. */
  private static boolean isOurs(TypeElement annotation, RoundEnvironment round) {
    return !annotation.getQualifiedName().contentEquals(Generated.class.getName())
        || round.getElementsAnnotatedWith(annotation).stream()
            .map(element -> element.getAnnotation(Generated.class))
            .anyMatch(mark -> List.of(mark.value()).contains(NetworkModel.GENERATOR));
  }

  private void compile(TypeElement type, RoundEnvironment round) {
    Problems problems = new Problems(type);
    try {
      NetworkModel model = compiler.read(type, problems);
      if (model.complete()) {
        compiler.compile(model, problems);
      }
      if (!round.processingOver() && (!model.complete() || problems.hasErrors())) {
        postpone(type);
        return;
      }
    } catch (UncheckedIOException e) {
      failed = true;
      String what = "%s: %s".formatted(e.getMessage(), reason(e.getCause()));
      processingEnv.getMessager().printMessage(Kind.ERROR, what, type);
    } catch (OutOfMemoryError e) {
      failed = true;
      String what =
          String.format(
              Locale.ROOT,
              """
                  `%s` needs more memory to compile than the %,d MiB that javac has
                    use  -J-Xmx8g with javac, or what gives your build's javac more""",
              type.getSimpleName(), Runtime.getRuntime().maxMemory() >> 20);
      processingEnv.getMessager().printMessage(Kind.ERROR, what, type);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      failed = true;
      report(type, e);
    }
    boolean javacIsContent = !round.errorRaised() || failed;
    if (javacIsContent) {
      print(problems.reports());
    }
  }

  private void print(List<Report> reports) {
    for (Report report : reports) {
      // Two networks may share a block with a mistake.
      if (printed.add(new Place(report.problem(), report.where()))) {
        report.print(processingEnv.getMessager());
      }
    }
  }

  private void postpone(TypeElement type) {
    ModuleElement module = processingEnv.getElementUtils().getModuleOf(type);
    String inModule = module == null ? "" : module.getQualifiedName().toString();
    waiting.add(new Waiting(inModule, type.getQualifiedName().toString()));
  }

  /** Empty if what another processor wrote since has broken it, which javac reports. */
  private Optional<TypeElement> find(Waiting network) {
    Elements elements = processingEnv.getElementUtils();
    ModuleElement module = elements.getModuleElement(network.module);
    return Optional.ofNullable(
        module == null
            ? elements.getTypeElement(network.name)
            : elements.getTypeElement(module, network.name));
  }

  private static String reason(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), "the file system gives no reason");
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
