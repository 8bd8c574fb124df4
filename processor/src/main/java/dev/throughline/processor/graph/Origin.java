package dev.throughline.processor.graph;

/**
 * The member that a node came from, for names and for comments in generated code.
 *
 * @param path of the member
 * @param part of the member, which names its own parameters, such as {@code shortcut.norm}; empty of the member itself
 * @param source where it was written, such as {@code ResNet20.java:18 @Conv stem}
 */
public record Origin(MemberPath path, String part, String source) {
  public static final Origin NONE = new Origin("", "");

  /** A member as a whole. */
  public Origin(String member, String source) {
    this(new MemberPath(member), "", source);
  }

  /** The member's path as it is written, such as {@code stage1.0.conv1}. */
  public String member() {
    return path.text();
  }

  Origin part(String of) {
    return new Origin(path, of, source);
  }
}
