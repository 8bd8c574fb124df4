package dev.throughline.runtime.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the names under which a network publishes its tensors to those of another program, so that {@link Network#load}
 * reads that program's files and {@link Network#save} writes them.
 *
 * <p>A rule replaces a run of whole parts of a name by another; {@code {i}} stands for any letters and digits of a part, and
 * {@code {i+1}} on the other side for the next number. Rules apply in order, each to what the ones before it left:
 *
 * <pre>{@code
 * NameMapping torchvision = NameMapping.NONE
 *     .rename("stem.norm", "bn1")                 // stem.norm.weight            → bn1.weight
 *     .rename("stem", "conv1")                    // stem.weight                 → conv1.weight
 *     .rename("conv{i}.norm", "bn{i}");           // layer1.0.conv2.norm.bias    → layer1.0.bn2.bias
 * }</pre>
 */
public final class NameMapping {
  /** Leaves every name as it is. */
  public static final NameMapping NONE = new NameMapping(List.of());

  private static final Pattern HOLE = Pattern.compile("\\{([a-z])([+-]\\d+)?}");

  private final List<Rule> rules;

  private record Rule(Pattern ours, String theirs) {}

  private NameMapping(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * This mapping and a rule more.
   *
   * @throws IllegalArgumentException if {@code ours} has a hole twice, or {@code theirs} one that {@code ours} lacks
   */
  public NameMapping rename(String ours, String theirs) {
    checkHoles(ours, theirs);
    StringBuilder pattern = new StringBuilder("(?<![^.])");
    int end = 0;
    for (var hole : HOLE.matcher(ours).results().toList()) {
      pattern.append(Pattern.quote(ours.substring(end, hole.start())));
      pattern.append("(?<").append(hole.group(1)).append(">\\w+)");
      end = hole.end();
    }
    pattern.append(Pattern.quote(ours.substring(end))).append("(?![^.])");
    List<Rule> more = new ArrayList<>(rules);
    more.add(new Rule(Pattern.compile(pattern.toString()), theirs));
    return new NameMapping(List.copyOf(more));
  }

  private static void checkHoles(String ours, String theirs) {
    Set<String> holes = new HashSet<>();
    for (var hole : HOLE.matcher(ours).results().toList()) {
      if (hole.group(2) != null || !holes.add(hole.group(1))) {
        throw new IllegalArgumentException(
            "the rule `%s` → `%s` cannot be read: on our side a hole stands once, as {%s}"
                .formatted(ours, theirs, hole.group(1)));
      }
    }
    for (var hole : HOLE.matcher(theirs).results().toList()) {
      if (!holes.contains(hole.group(1))) {
        throw new IllegalArgumentException(
            "the rule `%s` → `%s` cannot be read: nothing on our side is called {%s}"
                .formatted(ours, theirs, hole.group(1)));
      }
    }
  }

  /** Their name of what we publish under {@code ours}. */
  public String theirs(String ours) {
    String name = ours;
    for (Rule rule : rules) {
      name = rule.ours().matcher(name).replaceAll(found -> fill(rule.theirs(), found));
    }
    return name;
  }

  /** A replacement, in which a dollar or backslash means itself. */
  private static String fill(String theirs, MatchResult found) {
    return Matcher.quoteReplacement(
        HOLE.matcher(theirs)
            .replaceAll(
                hole -> {
                  String part = found.group(hole.group(1));
                  return hole.group(2) == null ? part : shifted(part, hole.group(2), theirs);
                }));
  }

  private static String shifted(String part, String by, String theirs) {
    try {
      return Integer.toString(Math.addExact(Integer.parseInt(part), Integer.parseInt(by)));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "`%s` counts on from `%s`, which is no number".formatted(theirs, part), e);
    }
  }

  /**
   * The same values under their names.
   *
   * @throws IllegalArgumentException if two of our names become one
   */
  <T> SequencedMap<String, T> apply(SequencedMap<String, T> byOurs) {
    SequencedMap<String, T> byTheirs = new LinkedHashMap<>();
    Map<String, String> first = new LinkedHashMap<>();
    byOurs.forEach(
        (ours, value) -> {
          String theirs = theirs(ours);
          String other = first.putIfAbsent(theirs, ours);
          if (other != null) {
            throw new IllegalArgumentException(
                "the mapping of names gives `%s` and `%s` one name, `%s`"
                    .formatted(other, ours, theirs));
          }
          byTheirs.put(theirs, value);
        });
    return byTheirs;
  }
}
