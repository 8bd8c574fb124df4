package dev.throughline.processor.model;

import dev.throughline.processor.diagnostic.SourceRef;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/**
 * An annotation as read, with the places that a diagnostic may point to.
 *
 * @param values the annotation's values, defaults included; all of them can be read
 * @param mirror the annotation as written
 * @param anchor where to point instead, if {@code element} was compiled elsewhere and has no source
 */
public record Annotated<A extends Annotation>(
    A values, Element element, AnnotationMirror mirror, @Nullable SourceRef anchor) {

  /** Reads {@code mirror}; empty if a value is missing or wrong, which javac reports. */
  static <A extends Annotation> Optional<Annotated<A>> read(
      Class<A> type, Element element, AnnotationMirror mirror, @Nullable SourceRef anchor) {
    return Optional.ofNullable(element.getAnnotation(type))
        .filter(Annotated::isReadable)
        .map(values -> new Annotated<>(values, element, mirror, anchor));
  }

  /** The value of {@code attribute} if the user wrote one, else the annotation itself. */
  public SourceRef at(String attribute) {
    return at(List.of(attribute));
  }

  /** The element {@code index} of the array that is the value of {@code attribute}, as far as the user wrote it. */
  public SourceRef at(String attribute, int index) {
    SourceRef whole = at(attribute);
    return whole.value() != null
        && whole.value().getValue() instanceof List<?> all
        && index < all.size()
        && all.get(index) instanceof AnnotationValue one
            ? new SourceRef(whole.element(), whole.annotation(), one)
            : whole;
  }

  /** The value at {@code path} through annotations within this one, as far as the user wrote it. */
  public SourceRef at(List<String> path) {
    if (anchor != null) {
      return anchor;
    }
    AnnotationValue found = null;
    AnnotationMirror inner = mirror;
    for (String attribute : path) {
      AnnotationValue next = inner == null ? null : written(inner, attribute);
      if (next == null) {
        break;
      }
      found = next;
      inner = next.getValue() instanceof AnnotationMirror m ? m : null;
    }
    return new SourceRef(element, mirror, found);
  }

  /**
   * The annotations that this one's {@code attribute} holds, each with the place where it was written.
   *
   * @param inner their values, as {@code attribute} gives them
   */
  public <B extends Annotation> List<Annotated<B>> inner(String attribute, B[] inner) {
    AnnotationValue whole = written(mirror, attribute);
    List<Annotated<B>> result = new ArrayList<>();
    for (int i = 0; i < inner.length; i++) {
      AnnotationMirror here = whole == null ? mirror : mirrorAt(whole, i);
      result.add(new Annotated<>(inner[i], element, here, anchor));
    }
    return result;
  }

  /** One annotation may be written without braces. */
  private AnnotationMirror mirrorAt(AnnotationValue whole, int index) {
    Object at =
        whole.getValue() instanceof List<?> all
            ? ((AnnotationValue) all.get(index)).getValue()
            : whole.getValue();
    return at instanceof AnnotationMirror found ? found : mirror;
  }

  /** The annotation itself. */
  public SourceRef place() {
    return at(List.of());
  }

  /** Whether the user gave {@code attribute} a value. */
  public boolean writes(String attribute) {
    return written(mirror, attribute) != null;
  }

  /** The value of {@code attribute}, or its default; null if there is no such attribute. */
  public @Nullable Object value(String attribute) {
    try {
      return values.annotationType().getMethod(attribute).invoke(values);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("%s of %s".formatted(attribute, name()), e);
    }
  }

  /** {@code @Conv}. */
  public String name() {
    return "@" + values.annotationType().getSimpleName();
  }

  private static @Nullable AnnotationValue written(AnnotationMirror in, String attribute) {
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> e : in.getElementValues()
        .entrySet()) {
      if (e.getKey().getSimpleName().contentEquals(attribute)) {
        return e.getValue();
      }
    }
    return null;
  }

  private static boolean isReadable(Annotation values) {
    try {
      for (Method attribute : values.annotationType().getDeclaredMethods()) {
        if (attribute.getParameterCount() > 0) {
          continue;
        }
        Object value = attribute.invoke(values);
        Annotation[] inner =
            value instanceof Annotation one
                ? new Annotation[] {one}
                : value instanceof Annotation[] several ? several : new Annotation[0];
        for (Annotation each : inner) {
          if (!isReadable(each)) {
            return false;
          }
        }
      }
      return true;
    } catch (InvocationTargetException e) {
      return false;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
