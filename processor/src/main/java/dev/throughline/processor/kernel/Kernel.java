package dev.throughline.processor.kernel;

import dev.throughline.processor.schedule.Registers;
import dev.throughline.processor.schedule.Tile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * One kernel: a loop nest over named buffers and sizes, and how its work is divided.
 *
 * <p>Kernels are compared by what they do, not by where they are used: equal loops are one, whatever their sizes.
 *
 * <p>With {@link Unit#SAMPLE} the body runs once for each value of the variable {@code n}; with
 * {@link Unit#ELEMENT} for each {@code i} below {@code elements}, as a loop over lanes; with {@link
 * Unit#ONCE} once. With {@link Unit#SAMPLES} and {@link Unit#SPLIT} it runs for the samples {@value
 * #FROM} … {@value #TO} − 1; with {@link Unit#ROWS} for such parts of samples, each of which has {@value
 * #PARTS}. Every launch passes the size of the batch where {@link Int.Batch} occurs. Whoever
 * accesses {@value #SCRATCH} has memory there that nobody else touches meanwhile.
 *
 * @param scalars numbers that each launch passes, by name
 * @param brief the same in short, for whoever launches it
 * @param constants extents that are the same in every launch
 * @param elements of a launch that is divided among them, or among so many parts of the batch; 1 of others
 * @param operations floating-point operations of a sample that the loops do not tell, as tiles do them
 */
public record Kernel(
    String name,
    String purpose,
    List<String> formula,
    List<String> brief,
    List<Buffer> buffers,
    List<String> scalars,
    SequencedMap<String, Integer> constants,
    Unit unit,
    Int elements,
    Int operations,
    List<Stmt> body) {
  /** How a launch is divided into tasks that may run at the same time, in any order. */
  public enum Unit {
    /** One task a sample of the batch. */
    SAMPLE,
    /** Likewise, where the body is told of a run of samples, as it has something to do for all of them. */
    SAMPLES,
    /** One task a part of a sample's rows: the body is told of a run of parts, and into how many a sample is divided. */
    ROWS,
    /** One task an element; tasks are handed out in runs of consecutive elements. */
    ELEMENT,
    /** One task a split of the batch; the number of splits never depends on the number of threads. */
    SPLIT,
    /** One task. */
    ONCE
  }

  /** A parameter of a kernel: an array and the offset at which the tensor starts. */
  public record Buffer(String name, Shape shape, boolean written) {}

  /** The buffer of a thread's own. */
  public static final String SCRATCH = "scratch";

  /** The variables for the first sample of a run and the one after the last. */
  public static final String FROM = "from";

  public static final String TO = "to";

  /** The variable for the number of parts of a sample. */
  public static final String PARTS = "parts";

  public Kernel {
    formula = List.copyOf(formula);
    brief = List.copyOf(brief);
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

  /** The sizes that each launch gives in numbers, by name. */
  public List<String> extents() {
    SequencedSet<String> all = new LinkedHashSet<>(used());
    Stream.of(elements, stride()).flatMap(Int::parts).forEach(part -> add(part, all));
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

  /** Whether some of what is counted as work is left out where a border is met. */
  public boolean skips() {
    return statements().anyMatch(s -> s instanceof Stmt.Guard || s instanceof Stmt.If);
  }

  /** Whether a thread needs memory of its own. */
  public boolean usesScratch() {
    return statements().flatMap(Stmt::accesses).anyMatch(a -> a.buffer().equals(SCRATCH));
  }

  /** Whether this copies whole rows or calls tiles. */
  public boolean usesTiles() {
    return statements()
        .anyMatch(
            s -> s instanceof Stmt.Copy || s instanceof Stmt.Clear || s instanceof Stmt.Call);
  }

  /** The tiles that are called, each once. */
  public List<Tile> tiles(Registers registers) {
    return statements()
        .filter(Stmt.Panel.class::isInstance)
        .flatMap(panel -> ((Stmt.Panel) panel).of(registers).stream())
        .flatMap(Stmt::all)
        .filter(Stmt.Call.class::isInstance)
        .map(call -> ((Stmt.Call) call).tile())
        .distinct()
        .toList();
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

  /** From the result of one part of the batch to the next, in the last buffer. */
  public Int stride() {
    if (unit != Unit.SPLIT) {
      return Int.ZERO;
    }
    List<Int> parts = buffers.getLast().shape().extents();
    return Int.product(parts.subList(1, parts.size()));
  }

  /** How many elements a launch of {@code sizes} is divided among. */
  public long elements(Map<String, Integer> sizes) {
    return Work.of(1).times(elements).in(constants).in(sizes).fixed();
  }

  /** Floating-point operations of a task, or of an element where these are shared out. */
  public Work work() {
    return operations.equals(Int.ZERO)
        ? Work.of(body).in(constants)
        : Work.of(1).times(operations).in(constants);
  }

  /** Floating-point operations of one sample, or of the launch if it is not divided among samples. */
  public Work work(Map<String, Integer> sizes) {
    Work task = work().in(sizes);
    return unit == Unit.ELEMENT ? task.times(elements).in(constants).in(sizes) : task;
  }
}
