package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.LoopKernel;
import dev.throughline.processor.kernel.PackKernel;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what is to be launched, and which kernels are equal.
 *
 * <p>Two kernels are equal if they do the same to buffers of the same names, whatever their sizes; the member they
 * were written for does not count. So a network twice as deep has no more kernels.
 */
final class Emitter {
  private final Map<LoopKernel, Draft> drafts = new LinkedHashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private Origin origin = Origin.NONE;
  private int backwardFrom = Integer.MAX_VALUE;

  /**
   * What a loop kernel is about, before it has a name of its own.
   *
   * @param name what it would like to be called
   * @param apart words that tell it from others of this name, in the order in which they are tried
   */
  record Draft(String purpose, String name, List<String> apart, List<String> formula) {
    Draft {
      apart = List.copyOf(apart);
      formula = List.copyOf(formula);
    }

    Draft(String purpose, String name, String formula) {
      this(purpose, name, List.of(), List.of(formula));
    }
  }

  /**
   * A launch before its kernel has a name.
   *
   * @param wanted of a contraction or a copy of weights
   */
  record Pending(
      Kernel kernel, String wanted, List<Slot> slots, Map<String, Integer> sizes, Origin origin) {}

  /** Kernels from now on belong to a graph whose nodes from {@code node} on are gradients. */
  void backwardFrom(int node) {
    backwardFrom = node;
  }

  /** The signature of a new kernel. */
  Signature signature() {
    return new Signature(backwardFrom);
  }

  void from(Origin origin) {
    this.origin = origin;
  }

  /** What was collected since the last call, and a fresh list. */
  List<Pending> drain() {
    List<Pending> drained = List.copyOf(pending);
    pending.clear();
    return drained;
  }

  /** What each loop kernel is about, in order of first use. */
  Map<LoopKernel, Draft> drafts() {
    return drafts;
  }

  /** Launches a kernel that is not divided among elements. */
  void loop(Draft draft, Signature signature, Kernel.Unit unit, List<Stmt> body) {
    loop(draft, signature, unit, Int.ONE, body);
  }

  /** Launches {@code body} for each of {@code elements}. */
  void elements(Draft draft, Signature signature, Int elements, List<Stmt> body) {
    loop(draft, signature, Kernel.Unit.ELEMENT, elements, body);
  }

  private void loop(
      Draft draft, Signature signature, Kernel.Unit unit, Int elements, List<Stmt> body) {
    LoopKernel kernel =
        new LoopKernel(
            "",
            "",
            List.of(),
            signature.buffers(),
            List.of(),
            new LinkedHashMap<>(),
            unit,
            elements,
            body);
    drafts.putIfAbsent(kernel, draft);
    pending.add(new Pending(kernel, "", signature.slots(), signature.sizes(), origin));
  }

  /** Launches a contraction that would like to be called {@code wanted}. */
  void contraction(ContractionKernel nameless, String wanted, List<Slot> slots) {
    pending.add(new Pending(nameless, wanted, slots, Map.of(), origin));
  }

  /** Launches a copy of weights that would like to be called {@code wanted}. */
  void pack(PackKernel nameless, String wanted, List<Slot> slots) {
    pending.add(new Pending(nameless, wanted, slots, Map.of(), origin));
  }
}
