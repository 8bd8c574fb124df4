package dev.throughline.processor.diagnostic;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * A place in the user's code, as exact as is known.
 *
 * @param element a type or a member
 * @param annotation one of its annotations
 * @param value one of the annotation's values, if the user wrote it
 */
public record SourceRef(
    Element element, @Nullable AnnotationMirror annotation, @Nullable AnnotationValue value) {
  public static SourceRef of(Element element) {
    return new SourceRef(element, null, null);
  }
}
