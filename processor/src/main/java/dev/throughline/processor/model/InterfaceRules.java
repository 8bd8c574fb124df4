package dev.throughline.processor.model;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Names;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** What an interface and its members have to be as Java, before anything is known of layers. */
final class InterfaceRules {
  private final Elements elements;
  private final List<String> kinds;
  private final Problems problems;
  private final ClashRules clashes;

  InterfaceRules(
      Elements elements, Collection<Class<? extends Annotation>> kinds, Problems problems) {
    this.elements = elements;
    this.kinds = kinds.stream().map(Class::getSimpleName).toList();
    this.problems = problems;
    this.clashes = new ClashRules(elements, problems);
  }

  /** Whether {@code type} is an interface with members of its own. */
  boolean checkNetwork(TypeElement type, SourceRef place) {
    if (!checkInterface(type, place, "@Network")) {
      return false;
    }
    Optional<String> obstacle =
        obstacle(type).or(() -> Visibility.obstacle(type, type, elements));
    obstacle.ifPresent(
        because -> problems.report(
            SourceRef.of(type),
            Problem.NOT_IMPLEMENTABLE,
            "`%s` %s, so no class can be generated for it"
                .formatted(type.getSimpleName(), because),
            Hint.use("a plain interface that its package can see")));
    clashes.checkNetwork(type);
    return true;
  }

  /**
   * Checks a block.
   *
   * @param place where to point, the member that uses it if it has no source
   * @param user that member
   */
  void checkBlock(TypeElement type, SourceRef place, SourceRef user, TypeElement network) {
    if (!checkInterface(type, place, "@Block")) {
      return;
    }
    Visibility.obstacle(type, network, elements)
        .ifPresent(
            because -> problems.report(
                user,
                Problem.NOT_IMPLEMENTABLE,
                "`%s` returns `%s`, which %s, so generated code cannot see it"
                    .formatted(user.element().getSimpleName(), type.getSimpleName(), because),
                Hint.use("a block that every class in the package of `%s` can see"
                    .formatted(network.getSimpleName()))));
    clashes.checkBlock(type, place);
    obstacle(type)
        .ifPresent(
            because -> problems.report(
                place,
                Problem.NOT_IMPLEMENTABLE,
                "`%s` %s, so no handle can be generated for it"
                    .formatted(type.getSimpleName(), because),
                Hint.use("a plain interface that the network's package can see")));
    if (ElementFilter.methodsIn(type.getEnclosedElements()).isEmpty()) {
      problems.report(
          place,
          Problem.EMPTY_BLOCK,
          "the block `%s` has no members".formatted(type.getSimpleName()),
          Hint.use("at least one, such as @Conv(kernel = 3) Layer conv1();"));
    }
  }

  /** Whether all that the compiled {@code type} names is on the class path. */
  boolean checkFound(TypeElement type, SourceRef user) {
    Optional<TypeMirror> missing =
        Resolution.missingAncestor(type)
            .or(
                () -> ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                    .<TypeMirror>map(ExecutableElement::getReturnType)
                    .filter(returned -> !Resolution.isComplete(returned))
                    .findFirst());
    missing.ifPresent(
        name -> problems.report(
            user,
            Problem.NOT_IMPLEMENTABLE,
            "`%s` refers to `%s`, which was not found, so no handle can be generated for it"
                .formatted(type.getSimpleName(), name),
            Hint.use("the jar that holds `%s` on the class path as well".formatted(name))));
    return missing.isEmpty();
  }

  /** In source javac says so; a class file is taken as it is. */
  void reportUnreadable(
      ExecutableElement method, Class<? extends Annotation> kind, SourceRef user) {
    String block = Member.ownerOf(method);
    problems.report(
        user,
        Problem.NOT_IMPLEMENTABLE,
        "`%s` of `%s` was compiled with a @%s of another version, which cannot be read"
            .formatted(method.getSimpleName(), block, kind.getSimpleName()),
        Hint.use("`%s` compiled with the throughline-dsl of this build".formatted(block)));
  }

  /** Whether the member can be read on; what is wrong otherwise is reported. */
  boolean checkMember(
      TypeElement in,
      ExecutableElement method,
      SourceRef place,
      List<AnnotationMirror> found) {
    String name = method.getSimpleName().toString();
    if (in.getKind() != ElementKind.INTERFACE) {
      return false;
    }
    if (!method.getModifiers().contains(Modifier.ABSTRACT)) {
      problems.report(
          place,
          Problem.NOT_ABSTRACT,
          "`%s` has a body; every method of `%s` is a member that the compiler implements"
              .formatted(name, in.getSimpleName()),
          Hint.use("another class for helper methods"));
      return false;
    }
    if (!method.getParameters().isEmpty() || !method.getTypeParameters().isEmpty()) {
      problems.report(
          place,
          Problem.NOT_PLAIN,
          "`%s` has %s; a member reads what the member before it returns"
              .formatted(
                  name, method.getParameters().isEmpty() ? "type parameters" : "parameters"),
          Hint.use("%s %s();".formatted(Member.returnName(method), name)));
      return false;
    }
    if (!clashes.checkMember(in, name, place)) {
      return false;
    }
    return checkKinds(name, place, found);
  }

  private boolean checkKinds(String name, SourceRef place, List<AnnotationMirror> found) {
    if (found.size() > 1) {
      String all =
          found.stream()
              .map(k -> "@" + k.getAnnotationType().asElement().getSimpleName())
              .collect(Collectors.joining(" and "));
      problems.report(
          new SourceRef(place.element(), found.get(1), null),
          Problem.DUPLICATE_KIND,
          "`%s` is both %s; a member computes one thing".formatted(name, all),
          Hint.use("one member for each, in the order in which they compute"));
      return false;
    }
    if (found.isEmpty()) {
      Optional<String> meant = Names.nearest(name.replaceAll("\\d+$", ""), kinds);
      problems.report(
          place,
          Problem.NO_KIND,
          "`%s` has no annotation that says what it computes".formatted(name),
          meant
              .map(kind -> Hint.didYouMean("@" + kind))
              .orElse(Hint.use("one of @" + String.join(" @", kinds))));
    }
    return !found.isEmpty();
  }

  private boolean checkInterface(TypeElement type, SourceRef place, String annotation) {
    if (type.getKind() != ElementKind.INTERFACE) {
      String kind = type.getKind().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
      problems.report(
          place,
          Problem.NOT_AN_INTERFACE,
          "%s stands on `%s`, which is of kind %s"
              .formatted(annotation, type.getSimpleName(), kind),
          Hint.use("interface " + type.getSimpleName()));
      return false;
    }
    if (Resolution.missingAncestor(type).isPresent()) {
      return true; // javac reports it; what is inherited cannot be told
    }
    List<String> inherited =
        ElementFilter.methodsIn(elements.getAllMembers(type)).stream()
            .filter(m -> m.getModifiers().contains(Modifier.ABSTRACT))
            .filter(m -> !type.equals(m.getEnclosingElement()))
            .map(m -> "`%s`".formatted(m.getSimpleName()))
            .toList();
    if (!inherited.isEmpty()) {
      problems.report(
          SourceRef.of(place.element()),
          Problem.INHERITED_MEMBERS,
          "`%s` inherits %s; members stand in one interface, for their order is the network"
              .formatted(type.getSimpleName(), String.join(", ", inherited)),
          Hint.use("a @Block for what several networks share"));
      return false;
    }
    return true;
  }

  private static Optional<String> obstacle(TypeElement type) {
    if (!type.getTypeParameters().isEmpty()) {
      return Optional.of("has type parameters");
    }
    if (type.getModifiers().contains(Modifier.SEALED)) {
      return Optional.of("is sealed");
    }
    return Optional.empty();
  }
}
