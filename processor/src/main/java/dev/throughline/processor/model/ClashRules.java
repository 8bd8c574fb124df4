package dev.throughline.processor.model;

import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** Names that the classes to generate need for themselves. */
final class ClashRules {
  /** What the class of a network inherits without parameters: from the runtime's Network and from Object. */
  static final Set<String> OF_NETWORK =
      Set.of(
          "batch",
          "clone",
          "close",
          "device",
          "finalize",
          "getClass",
          "gradientNorm",
          "hashCode",
          "lastLogits",
          "lastLoss",
          "notify",
          "notifyAll",
          "samples",
          "seed",
          "spec",
          "tally",
          "toString",
          "trainingPass",
          "trainingPasses",
          "wait",
          "weightsChanged",
          "zeroGradients");

  /** What the handle of a block has without parameters: the runtime's, its repeats, and Object's. */
  static final Set<String> OF_BLOCK =
      Set.of(
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "name",
          "notify",
          "notifyAll",
          "output",
          "repeats",
          "toString",
          "wait");

  /** What generated methods write as a simple name, and a constant of the interface would stand in front of. */
  static final Set<String> IN_EXPRESSIONS =
      Set.of(
          "Double", "Layout", "List", "LossKind", "Math", "Model", "NetworkSpec");

  private static final String RUNTIME = "dev.throughline.runtime.network.";
  private static final String DEVICE = "dev.throughline.runtime.device.Device";

  /** A static method that every network's class has. */
  private static final String ON = "on(%s,int,long)".formatted(DEVICE);

  private final Elements elements;
  private final Problems problems;

  ClashRules(Elements elements, Problems problems) {
    this.elements = elements;
    this.problems = problems;
  }

  /** The runtime's class {@code name}, if {@code user} can see it. */
  static Optional<TypeElement> runtime(String name, TypeElement user, Elements elements) {
    return Optional.ofNullable(found(RUNTIME + name, user, elements));
  }

  private static @Nullable TypeElement found(String name, TypeElement user, Elements elements) {
    ModuleElement module = elements.getModuleOf(user);
    return module == null ? elements.getTypeElement(name) : elements.getTypeElement(module, name);
  }

  /** Whether the member {@code name} does not have the name of what its handle's class inherits. */
  boolean checkMember(TypeElement in, String name, SourceRef place) {
    boolean ofNetwork = in.getAnnotation(Network.class) != null;
    boolean reserved = (ofNetwork ? OF_NETWORK : OF_BLOCK).contains(name);
    if (reserved) {
      problems.report(
          place,
          Problem.RESERVED_NAME,
          "the generated class needs the name `%s` for itself".formatted(name),
          Hint.use("another name for the member"));
    }
    return !reserved;
  }

  void checkNetwork(TypeElement type) {
    checkTaken(type);
    if (Resolution.missingAncestor(type).isPresent()) {
      return;
    }
    checkInherited(type, SourceRef.of(type), "Network", List.of(ON));
    for (VariableElement constant : ElementFilter.fieldsIn(elements.getAllMembers(type))) {
      String name = constant.getSimpleName().toString();
      if (IN_EXPRESSIONS.contains(name) || NetworkModel.generatedNames(type).contains(name)) {
        problems.report(
            SourceRef.of(type.equals(constant.getEnclosingElement()) ? constant : type),
            Problem.RESERVED_NAME,
            "the generated class needs the name `%s` for itself".formatted(name),
            Hint.use("another name for the constant"));
      }
    }
  }

  void checkBlock(TypeElement type, SourceRef place) {
    if (Resolution.missingAncestor(type).isPresent()) {
      return;
    }
    checkInherited(type, place, "LayerHandle", List.of("repeats()"));
  }

  /** Reports methods with a body that the class of {@code type} would override, or fail to. */
  private void checkInherited(
      TypeElement type, SourceRef place, String superclass, List<String> generated) {
    Optional<TypeElement> runtime = runtime(superclass, type, elements);
    if (runtime.isEmpty()) {
      return;
    }
    Set<String> taken = new HashSet<>(generated);
    ElementFilter.methodsIn(elements.getAllMembers(runtime.get())).stream()
        .filter(method -> !method.getModifiers().contains(Modifier.PRIVATE))
        .forEach(method -> taken.add(signature(method)));
    for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
      if (method.getModifiers().contains(Modifier.DEFAULT)
          && !type.equals(method.getEnclosingElement())
          && taken.contains(signature(method))) {
        String owner = Member.ownerOf(method);
        problems.report(
            SourceRef.of(place.element()),
            Problem.RESERVED_NAME,
            "`%s` inherits `%s` of `%s`, and the generated class needs that name for itself"
                .formatted(type.getSimpleName(), signature(method), owner),
            Hint.use("another name for that method"),
            Hint.or("`%s` without `%s`".formatted(type.getSimpleName(), owner)));
      }
    }
  }

  private static String signature(ExecutableElement method) {
    return method.getSimpleName()
        + method.getParameters().stream()
            .map(parameter -> parameter.asType().toString())
            .collect(Collectors.joining(",", "(", ")"));
  }

  private void checkTaken(TypeElement type) {
    PackageElement inPackage = elements.getPackageOf(type);
    for (String generated : NetworkModel.generatedNames(type)) {
      String qualified =
          inPackage.isUnnamed() ? generated : inPackage.getQualifiedName() + "." + generated;
      TypeElement taken = found(qualified, type, elements);
      if (taken != null && isWrittenByHand(taken)) {
        problems.report(
            SourceRef.of(type),
            Problem.NAME_TAKEN,
            "the class to generate for `%s` is `%s`, and there is one already"
                .formatted(type.getSimpleName(), generated),
            Hint.use("another name for one of them"));
        return;
      }
    }
  }

  /** Not what an earlier run of this compiler left among the sources or classes. */
  private boolean isWrittenByHand(TypeElement type) {
    try {
      JavaFileObject file = elements.getFileObjectOf(type);
      return file != null
          && file.getKind() == JavaFileObject.Kind.SOURCE
          && !file.getCharContent(true).toString().contains(NetworkModel.GENERATOR);
    } catch (IOException e) {
      return true;
    } catch (UnsupportedOperationException e) {
      return false; // the file manager will refuse to write the file twice, and say so
    }
  }
}
