package dev.throughline.processor.schedule;

import dev.throughline.processor.fusion.Views;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts steps together that may share a launch, and moves those forward that nothing holds back.
 *
 * <p>Steps of one task each run one after the other in any case. Steps divided by samples share a launch as long as
 * what a sample needs for all of them fits the cache of the {@link Target}.
 */
final class Sweeping {
  /** How far behind the first step that is still to be placed another is looked for. */
  private static final int LOOK_AHEAD = 16;

  /** More at a time would leave threads without work. */
  private static final int MOST_SAMPLES = 16;

  private final Views views;
  private final Target target;
  private final List<Step> waiting;
  // By identity: a step is a tree of expressions, which would be hashed again at every look.
  private final Map<Step, Set<Step>> before = new IdentityHashMap<>();
  private final Set<Step> placed = identities();
  private final List<Sweep> sweeps = new ArrayList<>();

  private Sweeping(List<Step> steps, Views views, Target target) {
    this.views = views;
    this.target = target;
    this.waiting = new ArrayList<>(steps);
    Map<Stored, Step> lastWriter = new HashMap<>();
    Map<Stored, Set<Step>> readers = new HashMap<>();
    for (Step step : steps) {
      Set<Step> needed = identities();
      List<Stored> reads = homes(step.reads());
      List<Stored> writes = homes(step.writes());
      for (Stored read : reads) {
        if (lastWriter.get(read) != null) {
          needed.add(lastWriter.get(read));
        }
      }
      // A state is written where it is read.
      for (Stored written : writes) {
        needed.addAll(readers.getOrDefault(written, Set.of()));
        if (lastWriter.get(written) != null) {
          needed.add(lastWriter.get(written));
        }
      }
      needed.remove(step);
      before.put(step, needed);
      reads.forEach(read -> readers.computeIfAbsent(read, _ -> identities()).add(step));
      writes.forEach(written -> lastWriter.put(written, step));
    }
  }

  private static Set<Step> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** {@code steps}, in which each reads what is there or what one before it writes, as sweeps. */
  static List<Sweep> apply(List<Step> steps, Views views, Target target) {
    return new Sweeping(steps, views, target).run();
  }

  /** Each step on its own. */
  static List<Sweep> single(List<Step> steps) {
    return steps.stream().map(step -> new Sweep(List.of(step), 1)).toList();
  }

  private List<Sweep> run() {
    while (!waiting.isEmpty()) {
      sweeps.add(sweepFrom(waiting.getFirst()));
    }
    return sweeps;
  }

  private Sweep sweepFrom(Step first) {
    Division division = first.division();
    List<Step> steps = new ArrayList<>();
    Set<Stored> touched = new LinkedHashSet<>();
    place(first, steps, touched);
    boolean shares =
        division == Division.ONCE || division == Division.SAMPLE && first.sharesLaunch();
    for (int i = 0; shares && i < Math.min(LOOK_AHEAD, waiting.size());) {
      Step next = waiting.get(i);
      if (next.division() == division
          && next.sharesLaunch()
          && placed.containsAll(before.get(next))
          && (division == Division.ONCE || fits(next, touched))) {
        place(next, steps, touched);
        i = 0;
      } else {
        i++;
      }
    }
    long bytes = Math.max(1, bytesPerSample(touched));
    long fitting = division == Division.SAMPLE ? target.cache() / 2 / bytes : 1;
    return new Sweep(steps, Math.clamp(fitting, 1, MOST_SAMPLES));
  }

  private void place(Step step, List<Step> steps, Set<Stored> touched) {
    waiting.remove(step);
    placed.add(step);
    steps.add(step);
    touched.addAll(step.reads());
    touched.addAll(step.writes());
  }

  private boolean fits(Step next, Set<Stored> touched) {
    Set<Stored> more = new LinkedHashSet<>(touched);
    more.addAll(next.reads());
    more.addAll(next.writes());
    return bytesPerSample(more) <= target.cache();
  }

  /** Of what lies in one place no more than there is of it. */
  private long bytesPerSample(Set<Stored> touched) {
    Map<Stored, Long> elements = new HashMap<>();
    for (Stored stored : touched) {
      if (stored.type().batched()) {
        elements.merge(ScheduledGraph.home(stored, views), stored.type().elements(), Long::sum);
      }
    }
    return elements.entrySet().stream()
        .mapToLong(e -> Float.BYTES * Math.min(e.getKey().type().elements(), e.getValue()))
        .sum();
  }

  private List<Stored> homes(List<Stored> stored) {
    return stored.stream().map(one -> ScheduledGraph.home(one, views)).toList();
  }
}
