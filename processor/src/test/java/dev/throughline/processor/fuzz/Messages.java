package dev.throughline.processor.fuzz;

import dev.throughline.processor.testing.Compilation.Result;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** What the compiler may say about any source. */
final class Messages {
  private static final int MOST_LINES = 4;
  private static final String NO_ID = "an error without an id";

  private Messages() {}

  /** The same where javac may have reason to complain about what the user wrote, but not about what was generated. */
  static String ofUser(Diagnostic<? extends JavaFileObject> message) {
    String wrong = wrong(message);
    boolean ofUser =
        message.getSource() == null || message.getSource().toUri().getScheme().equals("mem");
    return wrong.equals(NO_ID) && ofUser ? "" : wrong;
  }

  /** What is wrong with {@code message}, of a compilation whose sources are Java; empty if nothing. */
  static String wrong(Diagnostic<?> message) {
    String text = Result.text(message);
    if (text.contains("mistake in the compiler")) {
      return "the compiler failed";
    }
    boolean ours = text.matches("(?s)\\[[a-z-]+] .*");
    if (ours && text.lines().count() > MOST_LINES) {
      return "more than " + MOST_LINES + " lines";
    }
    if (ours && (text.contains("null") || text.contains("dev.throughline.processor"))) {
      return "the compiler's own words";
    }
    return ours || message.getKind() != Diagnostic.Kind.ERROR ? "" : NO_ID;
  }
}
