package dev.throughline.processor.graph;

/**
 * The member that a node came from, for names and for comments in generated code.
 *
 * @param member its path, such as {@code stage1.0.conv1}
 * @param source where it was written, such as {@code ResNet20.java:18 @Conv stem}
 */
public record Origin(String member, String source) {
  public static final Origin NONE = new Origin("", "");
}
