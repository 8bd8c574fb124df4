package dev.throughline.processor.diagnostic;

import java.util.List;

/**
 * A small program of {@code errors/} and what the compiler has to say about it.
 *
 * @param line text of the line that is reported
 * @param pointed the start of what is pointed at
 * @param parts what the message says, its fix included
 */
record WrongProgram(
    Problem problem, String file, String line, String pointed, List<String> parts) {
  static WrongProgram of(
      Problem problem, String file, String line, String pointed, String... parts) {
    return new WrongProgram(problem, file, line, pointed, List.of(parts));
  }

  @Override
  public String toString() {
    return "[%s] %s".formatted(problem.id(), file);
  }
}
