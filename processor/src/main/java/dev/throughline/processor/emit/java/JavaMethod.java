package dev.throughline.processor.emit.java;

/**
 * A static method as text, indented by two spaces and ended by a line break.
 *
 * <p>Within a class, methods of equal name have equal text and are printed once: tiles are shared by all
 * kernels that use their shape.
 *
 * @param comment what stands above it
 * @param code from its first modifier to its closing brace
 */
public record JavaMethod(String name, String comment, String code) {
  /** All of it. */
  public String text() {
    return comment + code;
  }
}
