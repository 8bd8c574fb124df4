package dev.throughline.processor.lower;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.PartialSums;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loops over one domain: maps, and reductions along one kind of axes.
 *
 * <p>Lanes run over features, or over all elements where no operand tells features apart. A sum over the batch
 * is made in two kernels: first each sample's sum over its positions, then the sum over the samples in
 * order, so that it never depends on how samples were shared out.
 */
final class LoopLowering {
  /** Fixed tensors of at least this many elements are shared out among threads. */
  private static final int SHARED_FROM = 1 << 14;

  private final Step.Loops step;
  private final Group.Loops group;
  private final TensorType domain;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;
  private final LoopBody body;
  private final Place place;

  LoopLowering(Step.Loops step, MemoryPlan memory, Emitter emitter) {
    this.step = step;
    this.group = step.group();
    this.domain = group.domain();
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
    this.body = new LoopBody(group, memory, signature);
    this.place = new Place(domain, false);
  }

  void emit() {
    Axes axes = reducedAlong();
    if (axes == null) {
      map();
    } else if (axes == Axes.ELEMENTS) {
      sumElements();
    } else if (PartialSums.overBatch(axes) && domain.batched()) {
      sumOverBatch(axes);
    } else {
      sumWithin(axes);
    }
  }

  private @Nullable Axes reducedAlong() {
    return body.reductions().isEmpty() ? null
        : requireNonNull(body.reductions().getFirst().reduction()).axes();
  }

  private void map() {
    if (!body.isFlat()) {
      List<Stmt> row = place.overFeatures(body.fitsLanes(), body.element(place));
      launch(perTask(), Work.MAP, place.overRows(row));
      return;
    }
    Place flat = new Place(domain, true);
    List<Stmt> element = body.element(flat);
    boolean shared = !domain.batched() && domain.elements() >= SHARED_FROM && body.fitsLanes();
    if (shared) {
      launch(Unit.ELEMENT, Work.MAP, element);
    } else {
      Stmt.For all =
          body.fitsLanes()
              ? Stmt.lanes("i", domain.elements(), element)
              : Stmt.loop("i", domain.elements(), element);
      List<Stmt> sample = new ArrayList<>(flat.start());
      sample.add(all);
      launch(perTask(), Work.MAP, sample);
    }
  }

  private Unit perTask() {
    return domain.batched() ? Unit.SAMPLE : Unit.ONCE;
  }

  /** Sums per sample, whose total is a step of its own; all at once if a sample is one row. */
  private void sumOverBatch(Axes axes) {
    List<Stmt> accumulators = body.declareAccumulators();
    List<Stmt> element = body.element(place);
    boolean features = axes == Axes.FEATURES;
    boolean rowOnly = features ? domain.positions() == 1 : domain.elements() == 1;
    List<Stmt> rows = place.overRows(features ? element : place.overFeatures(false, element));
    List<Stmt> inner = new ArrayList<>(accumulators);
    if (rowOnly) {
      inner.add(Stmt.overBatch("n", rows));
      inner.addAll(body.storeResults(place));
      launch(Unit.ONCE, Work.SUM, features ? place.overFeatures(body.fitsLanes(), inner) : inner);
      return;
    }
    inner.addAll(rows);
    Axes perSample = features ? Axes.SAMPLE_FEATURES : Axes.SAMPLES;
    for (Fused output : body.reductions()) {
      Stored.Parts ofOutput =
          step.parts().stream().filter(p -> p.node() == output.node()).findFirst().orElseThrow();
      Slot slot = memory.slotOf(ofOutput);
      String name = signature.buffer(body.accumulator(output) + "s", ofOutput.type(), slot, true);
      inner.add(
          new Stmt.Store(
              new Access(name, place.at(perSample)),
              Expr.arg(0),
              List.of(new Operand.Local(body.accumulator(output)))));
    }
    launch(
        Unit.SAMPLE,
        Work.PARTIAL_SUMS,
        features ? place.overFeatures(body.fitsLanes(), inner) : inner);
  }

  /** The sum over the samples of each element, in the order of the samples. */
  private void sumElements() {
    boolean flat = body.isFlat();
    Place here = new Place(domain, flat);
    List<Stmt> sum = new ArrayList<>(body.declareAccumulators());
    List<Stmt> sample = new ArrayList<>(here.start());
    sample.addAll(body.element(here));
    sum.add(Stmt.overBatch("n", sample));
    sum.addAll(body.storeResults(here));
    if (!flat) {
      List<Stmt> row = here.overFeatures(body.fitsLanes(), sum);
      launch(
          Unit.ONCE,
          Work.SUM,
          domain.positions() > 1 ? List.of(Stmt.loop("row", domain.positions(), row)) : row);
    } else if (domain.elements() >= SHARED_FROM && body.fitsLanes()) {
      launch(Unit.ELEMENT, Work.SUM, sum);
    } else {
      long elements = domain.elements();
      launch(
          Unit.ONCE,
          Work.SUM,
          List.of(
              body.fitsLanes() ? Stmt.lanes("i", elements, sum) : Stmt.loop("i", elements, sum)));
    }
  }

  /** A reduction that stays within a sample, or within a fixed tensor. */
  private void sumWithin(Axes axes) {
    if (axes == Axes.ROWS && body.fitsLanes() && domain.features() >= Stmt.Reduce.PARTS) {
      launch(perTask(), Work.SUM, place.overRows(reducedRow()));
      return;
    }
    List<Stmt> inner = new ArrayList<>(body.declareAccumulators());
    List<Stmt> element = body.element(place);
    boolean features = axes == Axes.FEATURES || axes == Axes.SAMPLE_FEATURES;
    if (features) {
      inner.addAll(place.overRows(element));
    } else {
      List<Stmt> row = place.overFeatures(false, element);
      inner.addAll(axes == Axes.ROWS ? row : place.overRows(row));
    }
    inner.addAll(body.storeResults(place));
    List<Stmt> nest =
        switch (axes) {
          case FEATURES, SAMPLE_FEATURES -> place.overFeatures(body.fitsLanes(), inner);
          case ROWS -> place.overRows(inner);
          case SAMPLES, NONE, ELEMENTS -> inner;
        };
    launch(perTask(), Work.SUM, nest);
  }

  /** A row in parts that lanes accumulate side by side. */
  private List<Stmt> reducedRow() {
    body.declareAccumulators();
    List<Stmt.Reduce.Result> results =
        body.reductions().stream()
            .map(
                r -> new Stmt.Reduce.Result(
                    body.accumulator(r), requireNonNull(r.reduction()).reduction()))
            .toList();
    List<Stmt> row = new ArrayList<>();
    row.add(new Stmt.Reduce("c", domain.features(), results, body.element(place)));
    row.addAll(body.storeResults(place));
    return row;
  }

  private void launch(Unit unit, Work work, List<Stmt> statements) {
    emitter.loop(
        new Emitter.Draft(purpose(work), name(work), domain, body.formula(), body.isRandom()),
        signature,
        unit,
        statements);
  }

  private enum Work {
    MAP,
    SUM,
    PARTIAL_SUMS
  }

  private String purpose(Work work) {
    return switch (work) {
      case MAP -> Verbs.sentence(group.outputs(), domain);
      case SUM -> "Reduces " + domain + ".";
      case PARTIAL_SUMS ->
          "Sums over each sample of " + domain + "; a second kernel adds the samples.";
    };
  }

  /** After the first quantity that has a name, else after what is done. */
  private String name(Work work) {
    return group.outputs().stream()
        .map(output -> output.node().label())
        .filter(label -> !label.isEmpty())
        .findFirst()
        .orElseGet(() -> work == Work.MAP ? Verbs.name(group.outputs().getFirst()) : "sum");
  }
}
