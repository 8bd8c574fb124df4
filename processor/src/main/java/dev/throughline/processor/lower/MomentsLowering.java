package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Mean and variance of each feature.
 *
 * <p>Each sample is centred by its own mean while it is in cache, then the samples are merged by the formula
 * of Chan, Golub and LeVeque ("Updating formulae and a pairwise algorithm for computing sample variances",
 * 1979): with equal counts R, {@code M2 = Σ m2ₙ + R · Σ (meanₙ − mean)²}. Never E[x²] − E[x]², which cancels.
 */
final class MomentsLowering {
  private final Node node;
  private final TensorType domain;
  private final MemoryPlan memory;
  private final Emitter emitter;

  MomentsLowering(Node node, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.domain = node.input(0).type();
    this.memory = memory;
    this.emitter = emitter;
  }

  void emit() {
    perSample();
    merge();
  }

  private void perSample() {
    Signature signature = emitter.signature();
    Node input = node.input(0);
    Place place = new Place(domain, false);
    Value x = Value.load(signature.read(input, memory.slotOf(input)), place.at(null));
    String partial = partial(signature, true);
    Value mean = Value.local("mean");
    Value centred = Value.local("centred");
    List<Stmt> statements =
        List.of(
            new Stmt.Declare("sum", Value.ZERO),
            rows(place, List.of(Stmt.add("sum", x))),
            new Stmt.Declare(
                "mean", Value.local("sum").times(Value.constant(1.0 / domain.positions()))),
            new Stmt.Declare("squares", Value.ZERO),
            rows(
                place,
                List.of(
                    new Stmt.Declare("centred", x.minus(mean)),
                    Stmt.add("squares", centred.times(centred)))),
            Stmt.store(partial, row(0), mean),
            Stmt.store(partial, row(1), Value.local("squares")));
    emitter.loop(
        new Emitter.Draft(
            "Mean and sum of squared deviations of each channel of each sample of " + domain + ".",
            "sampleMoments",
            domain,
            List.of("mean = Σ x / " + domain.positions(), "squares = Σ (x − mean)²"),
            false),
        signature,
        Unit.SAMPLE,
        place.overFeatures(true, statements));
  }

  private void merge() {
    Signature signature = emitter.signature();
    String partial = partial(signature, false);
    String moments = signature.write(node, memory.slotOf(node));
    int features = domain.features();
    Value sampleMean = Value.load(partial, row(0));
    Value sampleSquares = Value.load(partial, row(1));
    Value apart = Value.local("apart");
    Value deviation = apart.times(apart).times(Value.constant(domain.positions()));
    List<Stmt> statements =
        List.of(
            new Stmt.Declare("sum", Value.ZERO),
            Stmt.overBatch("n", List.of(Stmt.add("sum", sampleMean))),
            new Stmt.Declare("mean", Value.local("sum").times(new Value.OverBatch(1))),
            new Stmt.Declare("squares", Value.ZERO),
            Stmt.overBatch(
                "n",
                List.of(
                    new Stmt.Declare("apart", sampleMean.minus(Value.local("mean"))),
                    Stmt.add("squares", sampleSquares.plus(deviation)))),
            Stmt.store(moments, feature(0), Value.local("mean")),
            Stmt.store(
                moments,
                feature(features),
                Value.local("squares")
                    .times(new Value.OverBatch((float) (1.0 / domain.positions())))));
    emitter.loop(
        new Emitter.Draft(
            "Merges the samples' moments into mean and variance of each channel (Chan et al. 1979).",
            "moments",
            domain,
            List.of(
                "mean = Σn meanₙ / n",
                String.format(Locale.ROOT,
                    "variance = Σn (squaresₙ + %d · (meanₙ − mean)²) / (n · %d)",
                    domain.positions(), domain.positions())),
            false),
        signature,
        Unit.ONCE,
        new Place(domain, false).overFeatures(true, statements));
  }

  private String partial(Signature signature, boolean written) {
    return signature.buffer(
        "sampleMoments",
        TensorType.batch(2, domain.features()),
        Objects.requireNonNull(memory.temporaries().get(node)),
        written);
  }

  private static Stmt rows(Place place, List<Stmt> body) {
    List<Stmt> rows = place.overRows(body);
    // A single row needs no loop; a loop of one gives its variables a scope.
    return rows.size() == 1 ? rows.getFirst() : Stmt.loop("row", 1, rows);
  }

  /** Row 0 or 1 of the sample's moments. */
  private Index row(int row) {
    int features = domain.features();
    return feature(row * features).plus("n", 2L * features);
  }

  private Index feature(int offset) {
    return Index.of(offset, term("c", domain.features() > 1 ? 1 : 0));
  }
}
