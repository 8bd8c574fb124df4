package dev.throughline.processor.diagnostic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Element;

/**
 * Collects what is wrong with one network.
 *
 * <p>A block is checked once for each member that uses it; the same problem at the same place is kept
 * once.
 */
public final class Problems {
  private static final int MOST_HINTS = 3;

  private final List<Report> reports = new ArrayList<>();
  private final Set<Key> seen = new HashSet<>();

  private final Element network;

  private record Key(Problem problem, SourceRef where) {}

  /** Of {@code network}, what it accepts is not collected, wherever it is. */
  public Problems(Element network) {
    this.network = network;
  }

  /**
   * Reports a problem.
   *
   * @param what one sentence without the id, in the user's names and numbers, that stands alone
   * @param hints at most three lines: where it came from, what to do
   */
  public void report(SourceRef where, Problem problem, String what, Hint... hints) {
    if (hints.length > MOST_HINTS) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "[%s] has %d follow-up lines; %d are allowed", problem.id(),
              hints.length, MOST_HINTS));
    }
    if (isAccepted(problem, where.element()) || !seen.add(new Key(problem, where))) {
      return;
    }
    reports.add(new Report(problem, where, message(problem, what, hints)));
  }

  public List<Report> reports() {
    return List.copyOf(reports);
  }

  public boolean hasErrors() {
    return reports.stream().anyMatch(r -> r.problem().isError());
  }

  private boolean isAccepted(Problem problem, Element where) {
    return !problem.isError() && (accepts(network, problem) || accepts(where, problem));
  }

  private static boolean accepts(Element element, Problem problem) {
    for (Element e = element; e != null; e = e.getEnclosingElement()) {
      if (Accepted.by(e).stream().anyMatch(accepted -> accepted.id().equals(problem.id()))) {
        return true;
      }
    }
    return false;
  }

  private static String message(Problem problem, String what, Hint... hints) {
    StringBuilder text = new StringBuilder("[" + problem.id() + "] " + what);
    int width = Arrays.stream(hints).mapToInt(h -> h.label().length()).max().orElse(0);
    for (Hint hint : hints) {
      text.append("\n  ").append(hint.label());
      text.repeat(' ', width - hint.label().length() + 2).append(hint.text());
    }
    return text.toString();
  }
}
