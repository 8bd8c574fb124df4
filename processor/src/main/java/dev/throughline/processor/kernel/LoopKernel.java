package dev.throughline.processor.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * A loop nest over named buffers.
 *
 * <p>With {@link Kernel.Unit#SAMPLE} the body runs once for each value of the variable {@code n}; with
 * {@link Kernel.Unit#ELEMENT} for each {@code i} below {@code elements}, as a loop over lanes; with {@link
 * Kernel.Unit#ONCE} once. Every launch passes the size of the batch where {@link Int.Batch} occurs.
 *
 * @param scalars numbers that each launch passes, by name
 * @param constants extents that are the same in every launch
 * @param elements of a launch that is divided among them; 1 of others
 */
public record LoopKernel(
    String name,
    String purpose,
    List<String> formula,
    List<Buffer> buffers,
    List<String> scalars,
    SequencedMap<String, Integer> constants,
    Unit unit,
    Int elements,
    List<Stmt> body)
    implements Kernel {
  public LoopKernel {
    formula = List.copyOf(formula);
    buffers = List.copyOf(buffers);
    scalars = List.copyOf(scalars);
    constants = new LinkedHashMap<>(constants);
    body = List.copyOf(body);
  }

  /** The name of the variable that stands for the sample, or for the element. */
  public String variable() {
    return unit == Unit.SAMPLE ? "n" : "i";
  }

  /** The extents that occur in the body, in order of first use. */
  public List<String> used() {
    SequencedSet<String> used = new LinkedHashSet<>();
    numbers().forEach(part -> add(part, used));
    return List.copyOf(used);
  }

  /** The extents that the body is passed: those that differ between launches. */
  public List<String> parameters() {
    List<String> parameters = new ArrayList<>(used());
    parameters.removeAll(constants.keySet());
    return parameters;
  }

  @Override
  public List<String> extents() {
    SequencedSet<String> all = new LinkedHashSet<>(used());
    elements.parts().forEach(part -> add(part, all));
    all.removeAll(constants.keySet());
    return List.copyOf(all);
  }

  private static void add(Int part, SequencedSet<String> extents) {
    if (part instanceof Int.Extent(String name)) {
      extents.add(name);
    }
  }

  /** Whether the size of the batch occurs. */
  public boolean readsBatch() {
    return numbers().anyMatch(Int.BATCH::equals);
  }

  /** Whether something is drawn, so that the seed of the pass is needed. */
  public boolean isRandom() {
    return leaves().anyMatch(Value.Random.class::isInstance);
  }

  /** What is divided before the loops. */
  public SequencedSet<Value.Share> shares() {
    SequencedSet<Value.Share> shares = new LinkedHashSet<>();
    leaves().filter(Value.Share.class::isInstance).forEach(leaf -> shares.add((Value.Share) leaf));
    return shares;
  }

  /** All statements, in order. */
  public Stream<Stmt> statements() {
    return body.stream().flatMap(Stmt::all);
  }

  private Stream<Value> leaves() {
    return statements().flatMap(statement -> statement.computed().stream())
        .flatMap(Value::leaves);
  }

  private Stream<Int> numbers() {
    return statements().flatMap(Stmt::numbers).flatMap(Int::parts);
  }

  /** How many elements a launch of {@code sizes} is divided among. */
  public long elements(Map<String, Integer> sizes) {
    return Work.of(1).times(elements).in(constants).in(sizes).fixed();
  }

  /** Floating-point operations of a task, or of an element where these are shared out. */
  public Work work() {
    return Work.of(body).in(constants);
  }

  @Override
  public Work work(Map<String, Integer> sizes) {
    return work().times(elements).in(constants).in(sizes);
  }
}
