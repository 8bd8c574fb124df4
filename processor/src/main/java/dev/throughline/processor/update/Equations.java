package dev.throughline.processor.update;

import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Update;
import dev.throughline.processor.kernel.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The equations of an optimiser while they are written down, in the order in which they are carried out. A slot or
 * parameter that was set is not read again: give what is needed later a name.
 */
public final class Equations {
  private static final String WEIGHT = "w";
  private static final String GRADIENT = "dw";
  private static final String PARAMETERS = "PARAMETERS";
  private static final Int ELEMENT = Int.variable("i");

  private final Map<String, String> slots = new LinkedHashMap<>();
  private final Set<String> numbers = new LinkedHashSet<>();
  private final List<String> formula = new ArrayList<>();
  private final List<Stmt> body = new ArrayList<>();

  Equations() {}

  /** The parameter before the step. */
  public Term weight() {
    return load(WEIGHT);
  }

  /** The gradient of the mean loss, to be multiplied with the number {@code gradientScale}. */
  public Term gradient() {
    return load(GRADIENT);
  }

  /**
   * State before the step.
   *
   * @param name what the runtime and checkpoints call it
   * @param shown its name in the kernel
   */
  public Term slot(String name, String shown) {
    slots.put(name, shown);
    return load(shown);
  }

  /** A number of each step; {@code rate} and {@code gradientScale} come with every step, others from the optimiser. */
  public Term number(String name) {
    numbers.add(name);
    return new Term(Value.scalar(name));
  }

  /** Gives a value a name. */
  public Term let(String name, Term value) {
    body.add(new Stmt.Declare(name, value.value()));
    return new Term(Value.local(name));
  }

  /** The slot's value after the step, by the slot's name. */
  public void setSlot(String name, Term value) {
    String shown = slots.get(name);
    if (shown == null) {
      throw new IllegalArgumentException("no slot is called " + name);
    }
    store(shown, value);
  }

  /** The parameter's value after the step. */
  public void setWeight(Term value) {
    store(WEIGHT, value);
  }

  /** The equations as people write them, for the kernel's comment. */
  public void shownAs(String... lines) {
    formula.addAll(List.of(lines));
  }

  private static Term load(String buffer) {
    return new Term(Value.load(buffer, ELEMENT));
  }

  private void store(String buffer, Term value) {
    body.add(Stmt.store(buffer, ELEMENT, value.value()));
  }

  /** One kernel over so many parameters. */
  Update update(UpdateRule rule, long parameters) {
    Int size = Int.extent(PARAMETERS);
    Shape shape = Shape.fixed(size);
    SequencedMap<String, Integer> constants = new LinkedHashMap<>();
    constants.put(PARAMETERS, Math.toIntExact(parameters));
    List<Buffer> buffers = new ArrayList<>();
    buffers.add(new Buffer(WEIGHT, shape, true));
    buffers.add(new Buffer(GRADIENT, shape, false));
    slots.values().forEach(slot -> buffers.add(new Buffer(slot, shape, true)));
    Kernel kernel =
        new Kernel(
            rule.kernel(),
            "One step of %s over every parameter.".formatted(rule.title()),
            formula,
            formula,
            buffers,
            List.copyOf(numbers),
            constants,
            Unit.ELEMENT,
            size,
            Int.ZERO,
            body);
    return new Update(rule.optimizer(), List.copyOf(slots.keySet()), kernel);
  }
}
