package dev.throughline.processor.diagnostic;

import dev.throughline.dsl.Accept;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/** An id that an {@link Accept} names, and where. */
public record Accepted(String id, SourceRef where) {

  /** What {@code element} itself accepts, in order; what cannot be read is left to javac. */
  public static List<Accepted> by(Element element) {
    return element.getAnnotationMirrors().stream()
        .filter(m -> m.getAnnotationType().toString().equals(Accept.class.getName()))
        .flatMap(m -> values(m).stream().map(value -> of(element, m, value)))
        .toList();
  }

  private static List<AnnotationValue> values(AnnotationMirror mirror) {
    return mirror.getElementValues().values().stream()
        .filter(value -> value.getValue() instanceof List<?>)
        .flatMap(value -> ((List<?>) value.getValue()).stream())
        .filter(value -> value instanceof AnnotationValue v && v.getValue() instanceof String)
        .map(AnnotationValue.class::cast)
        .toList();
  }

  private static Accepted of(Element element, AnnotationMirror mirror, AnnotationValue value) {
    return new Accepted((String) value.getValue(), new SourceRef(element, mirror, value));
  }
}
