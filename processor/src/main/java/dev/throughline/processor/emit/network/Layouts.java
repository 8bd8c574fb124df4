package dev.throughline.processor.emit.network;

import com.palantir.javapoet.CodeBlock;
import dev.throughline.processor.emit.Runtime;
import dev.throughline.processor.graph.TensorType;
import java.util.stream.Collectors;

/** Writes how one sample of a value is published and stored. */
final class Layouts {
  private Layouts() {}

  /** {@code Layout.image(16, 32, 32)}, {@code Layout.of(10)}. */
  static CodeBlock of(TensorType type) {
    return type.isImage()
        ? CodeBlock.of(
            "$T.image($L, $L, $L)", Runtime.LAYOUT, type.channels(), type.height(), type.width())
        : CodeBlock.of(
            "$T.of($L)",
            Runtime.LAYOUT,
            type.extents().stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }
}
