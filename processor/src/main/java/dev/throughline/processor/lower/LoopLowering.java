package dev.throughline.processor.lower;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.fusion.Fused;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Axes;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.lower.LoopNames.Sort;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Division;
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
  private final Step.Loops step;
  private final Group.Loops group;
  private final TensorType domain;
  private final MemoryPlan memory;
  private final Emitter emitter;
  private final Signature signature;
  private final LoopBody body;

  LoopLowering(Step.Loops step, MemoryPlan memory, Emitter emitter) {
    this.step = step;
    this.group = step.group();
    this.domain = group.domain();
    this.memory = memory;
    this.emitter = emitter;
    this.signature = emitter.signature();
    this.body = new LoopBody(group, memory, signature);
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
    if (!Division.isFlat(group, memory.views())) {
      List<Stmt> row = place().overFeatures(true, body.element(place()));
      launch(perTask(), Sort.MAP, place().eachRow(row));
      return;
    }
    Place flat = Place.flat(domain, signature);
    List<Stmt> element = body.element(flat);
    if (!domain.batched()) {
      emitter.elements(draft(Sort.MAP), signature, flat.features(), element);
      return;
    }
    List<Stmt> sample = new ArrayList<>(flat.start());
    sample.addAll(flat.overFeatures(true, element));
    launch(perTask(), Sort.MAP, sample);
  }

  private Unit perTask() {
    return domain.batched() ? Unit.SAMPLE : Unit.ONCE;
  }

  /** Sums per sample, whose total is a step of its own; all at once if a sample is one row. */
  private void sumOverBatch(Axes axes) {
    List<Stmt> accumulators = body.declareAccumulators();
    List<Stmt> element = body.element(place());
    boolean features = axes == Axes.FEATURES;
    boolean rowOnly = features ? domain.positions() == 1 : domain.elements() == 1;
    List<Stmt> rows =
        place().overRows(features ? element : place().overFeatures(false, element));
    List<Stmt> inner = new ArrayList<>(accumulators);
    if (rowOnly) {
      inner.add(Stmt.overBatch("n", rows));
      inner.addAll(body.storeResults(place()));
      launch(
          Unit.ONCE,
          Sort.SUM,
          features ? place().overFeatures(true, inner) : inner);
      return;
    }
    inner.addAll(rows);
    Axes perSample = features ? Axes.SAMPLE_FEATURES : Axes.SAMPLES;
    for (Fused output : body.reductions()) {
      Stored.Parts ofOutput =
          step.parts().stream().filter(p -> p.node() == output.node()).findFirst().orElseThrow();
      String name =
          signature.buffer(
              Totals.perSample(output.node()), place().shape(perSample), memory.slotOf(ofOutput),
              true);
      body.storedPerSample(output, name);
      inner.add(
          Stmt.store(name, place().at(perSample), Value.local(body.accumulator(output))));
    }
    launch(
        Unit.SAMPLE,
        Sort.PARTIAL_SUMS,
        features ? place().overFeatures(true, inner) : inner);
  }

  /** The sum over the samples of each element, in the order of the samples. */
  private void sumElements() {
    Place here = Division.isFlat(group, memory.views()) ? Place.flat(domain, signature) : place();
    List<Stmt> sum = new ArrayList<>(body.declareAccumulators());
    List<Stmt> sample = new ArrayList<>(here.start());
    sample.addAll(body.element(here));
    sum.add(Stmt.overBatch("n", sample));
    sum.addAll(body.storeResults(here));
    if (!here.flat()) {
      launch(
          Unit.ONCE,
          Sort.SUM,
          List.of(
              Stmt.each("row", here.rows(), here.overFeatures(true, sum))));
    } else {
      emitter.elements(draft(Sort.SUM), signature, here.features(), sum);
    }
  }

  /** A reduction that stays within a sample, or within a fixed tensor. */
  private void sumWithin(Axes axes) {
    if (axes == Axes.ROWS) {
      launch(perTask(), Sort.SUM, place().eachRow(body.row(place())));
      return;
    }
    List<Stmt> inner = new ArrayList<>(body.declareAccumulators());
    List<Stmt> element = body.element(place());
    boolean features = axes == Axes.FEATURES || axes == Axes.SAMPLE_FEATURES;
    if (features) {
      inner.addAll(place().overRows(element));
    } else {
      inner.addAll(place().overRows(place().overFeatures(false, element)));
    }
    inner.addAll(body.storeResults(place()));
    List<Stmt> nest =
        switch (axes) {
          case FEATURES, SAMPLE_FEATURES -> place().overFeatures(true, inner);
          case ROWS, SAMPLES, NONE, ELEMENTS -> inner;
        };
    launch(perTask(), Sort.SUM, nest);
  }

  /** Over rows and features; what is flat has no such sizes. */
  private Place place() {
    return Place.of(domain, signature);
  }

  private void launch(Unit unit, Sort sort, List<Stmt> statements) {
    emitter.loop(draft(sort), signature, unit, statements);
  }

  private Emitter.Draft draft(Sort sort) {
    return new LoopNames(group, sort).draft(body.formula());
  }
}
