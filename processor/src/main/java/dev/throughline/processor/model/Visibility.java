package dev.throughline.processor.model;

import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Who sees a type: it may stand where the user sees it, and a generated class beside him does not. */
final class Visibility {
  private Visibility() {}

  /** Why a class in the package of {@code network} does not see {@code type}; empty if it does. */
  static Optional<String> obstacle(TypeElement type, TypeElement network, Elements elements) {
    boolean beside = elements.getPackageOf(type).equals(elements.getPackageOf(network));
    for (Element e = type; e instanceof TypeElement; e = e.getEnclosingElement()) {
      boolean itself = e.equals(type);
      if (e.getModifiers().contains(Modifier.PRIVATE)) {
        return Optional.of(itself ? "is private" : "is nested in a private type");
      }
      if (!e.getModifiers().contains(Modifier.PUBLIC) && !beside) {
        String how = e.getModifiers().contains(Modifier.PROTECTED) ? "protected" : "not public";
        return Optional.of(
            itself
                ? "is %s in another package".formatted(how)
                : "is nested in a type that is %s in another package".formatted(how));
      }
    }
    ModuleElement module = elements.getModuleOf(network);
    boolean exported =
        module == null || type.equals(elements.getTypeElement(module, type.getQualifiedName()));
    return exported ? Optional.empty() : Optional.of("its module does not export");
  }

  /** Whether {@code type} and all around it is public. */
  static boolean isPublic(TypeElement type) {
    for (Element e = type; e instanceof TypeElement; e = e.getEnclosingElement()) {
      if (!e.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }
}
