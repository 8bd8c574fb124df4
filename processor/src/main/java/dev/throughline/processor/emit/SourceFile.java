package dev.throughline.processor.emit;

import com.palantir.javapoet.JavaFile;

/**
 * A class to compile with the user's own.
 *
 * @param name fully qualified
 */
public record SourceFile(String name, String text) {
  /** {@code file} as text. */
  public static SourceFile of(JavaFile file) {
    String type = file.typeSpec().name();
    String name = file.packageName().isEmpty() ? type : file.packageName() + "." + type;
    return new SourceFile(name, file.toString());
  }
}
