package dev.throughline.processor.update;

import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Flops;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Buffer;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The equations of an optimiser while they are written down, in the order in which they are carried out. A slot or
 * parameter that was set is not read again: give what is needed later a name.
 */
public final class Equations {
  private static final String WEIGHT = "w";
  private static final String GRADIENT = "dw";

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
    return Term.of(new Operand.Scalar(name));
  }

  /** Gives a value a name. */
  public Term let(String name, Term value) {
    body.add(new Stmt.Declare(name, value.value(), value.operands()));
    return Term.of(new Operand.Local(name));
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
    return Term.of(new Operand.Load(access(buffer)));
  }

  private void store(String buffer, Term value) {
    body.add(new Stmt.Store(access(buffer), value.value(), value.operands()));
  }

  private static Access access(String buffer) {
    return new Access(buffer, Index.of(0).plus("i", 1));
  }

  /** One kernel over so many parameters. */
  Update update(UpdateRule rule, long parameters) {
    TensorType type = TensorType.fixed(Math.toIntExact(parameters));
    List<Buffer> buffers = new ArrayList<>();
    buffers.add(new Buffer(WEIGHT, type, true));
    buffers.add(new Buffer(GRADIENT, type, false));
    slots.values().forEach(slot -> buffers.add(new Buffer(slot, type, true)));
    LoopKernel kernel =
        new LoopKernel(
            rule.kernel(),
            "One step of %s over every parameter.".formatted(rule.title()),
            formula,
            buffers,
            List.copyOf(numbers),
            Unit.ELEMENT,
            body,
            Flops.of(body) * parameters,
            false);
    return new Update(rule.optimizer(), List.copyOf(slots.keySet()), kernel);
  }
}
