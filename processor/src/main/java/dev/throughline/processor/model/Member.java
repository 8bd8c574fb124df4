package dev.throughline.processor.model;

import dev.throughline.processor.diagnostic.SourceRef;
import java.lang.annotation.Annotation;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * A member of a network or of a block.
 *
 * @param kind the annotation that says what it computes; null if it has none that can be read, which is
 *     reported
 * @param place where to point for what is not about the annotation
 * @param source where it was written: {@code ResNet20.java:18 @Conv stem}
 */
public record Member(
    String name,
    ExecutableElement method,
    @Nullable Annotated<?> kind,
    Returned returned,
    SourceRef place,
    String source) {

  /** An annotation that says more about the member than what it computes. */
  public <A extends Annotation> Optional<Annotated<A>> modifier(Class<A> type) {
    SourceRef anchor = place.element().equals(method) ? null : place;
    return method.getAnnotationMirrors().stream()
        .filter(m -> m.getAnnotationType().asElement().toString().equals(type.getName()))
        .findFirst()
        .flatMap(mirror -> Annotated.read(type, method, mirror, anchor));
  }

  /** Whether the member carries an annotation without values. */
  public boolean is(Class<? extends Annotation> type) {
    return method.getAnnotation(type) != null;
  }

  /** What {@code method} returns, without the package. */
  public static String returnName(ExecutableElement method) {
    TypeMirror type = method.getReturnType();
    return type instanceof DeclaredType declared
        ? declared.asElement().getSimpleName().toString()
        : type.toString();
  }

  /** The simple name of the interface that declares {@code method}. */
  static String ownerOf(ExecutableElement method) {
    return Objects.requireNonNull(method.getEnclosingElement(), "a method stands in a type")
        .getSimpleName()
        .toString();
  }

  /** What a member's method returns. */
  public sealed interface Returned {
    record ALayer() implements Returned {}

    record ALoss() implements Returned {}

    record ABlock(BlockModel block) implements Returned {}

    /** Something else, which is reported. */
    record Unknown() implements Returned {}
  }
}
