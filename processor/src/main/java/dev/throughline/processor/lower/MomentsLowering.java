package dev.throughline.processor.lower;

import static dev.throughline.processor.kernel.Index.term;

import dev.throughline.processor.graph.Expr;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive.Reduction;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Access;
import dev.throughline.processor.kernel.Index;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Operand;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Stored;
import java.util.List;
import java.util.Locale;

/**
 * Mean and variance of each feature.
 *
 * <p>Each sample is centred by its own mean while it is in cache, then the samples are merged by the formula
 * of Chan, Golub and LeVeque ("Updating formulae and a pairwise algorithm for computing sample variances",
 * 1979): with equal counts R, {@code M2 = Σ m2ₙ + R · Σ (meanₙ − mean)²}. Never E[x²] − E[x]², which cancels.
 */
final class MomentsLowering {
  private final Node node;
  private final Stored.Parts parts;
  private final TensorType domain;
  private final MemoryPlan memory;
  private final Emitter emitter;

  MomentsLowering(Node node, Stored.Parts parts, MemoryPlan memory, Emitter emitter) {
    this.node = node;
    this.parts = parts;
    this.domain = node.input(0).type();
    this.memory = memory;
    this.emitter = emitter;
  }

  /** Of each sample: the first step. */
  void perSample() {
    Signature signature = emitter.signature();
    Node input = node.input(0);
    Place place = new Place(domain, false);
    Operand x =
        new Operand.Load(new Access(signature.read(input, memory.slotOf(input)), place.at(null)));
    String partial = partial(signature, true);
    Operand mean = new Operand.Local("mean");
    Stmt squares =
        new Stmt.Update(
            "squares", Reduction.SUM, Expr.arg(0).times(Expr.arg(0)),
            List.of(new Operand.Local("centred")));
    List<Stmt> statements =
        List.of(
            new Stmt.Declare("sum", Expr.ZERO, List.of()),
            rows(place, List.of(new Stmt.Update("sum", Reduction.SUM, Expr.arg(0), List.of(x)))),
            new Stmt.Declare(
                "mean",
                Expr.arg(0).times(Expr.constant(1.0 / domain.positions())),
                List.of(new Operand.Local("sum"))),
            new Stmt.Declare("squares", Expr.ZERO, List.of()),
            rows(
                place,
                List.of(
                    new Stmt.Declare("centred", Expr.arg(0).minus(Expr.arg(1)), List.of(x, mean)),
                    squares)),
            store(partial, row(0), mean),
            store(partial, row(1), new Operand.Local("squares")));
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

  /** Of all samples: the second. */
  void merge() {
    Signature signature = emitter.signature();
    String partial = partial(signature, false);
    String moments = signature.write(node, memory.slotOf(node));
    int features = domain.features();
    Operand sampleMean = new Operand.Load(new Access(partial, row(0)));
    Operand sampleSquares = new Operand.Load(new Access(partial, row(1)));
    Expr deviation = Expr.arg(0).times(Expr.arg(0)).times(Expr.constant(domain.positions()));
    List<Stmt> statements =
        List.of(
            new Stmt.Declare("sum", Expr.ZERO, List.of()),
            Stmt.overBatch(
                "n",
                List.of(new Stmt.Update("sum", Reduction.SUM, Expr.arg(0), List.of(sampleMean)))),
            new Stmt.Declare(
                "mean",
                Expr.arg(0).times(Expr.arg(1)),
                List.of(new Operand.Local("sum"), new Operand.OverBatch(1))),
            new Stmt.Declare("squares", Expr.ZERO, List.of()),
            Stmt.overBatch(
                "n",
                List.of(
                    new Stmt.Declare(
                        "apart",
                        Expr.arg(0).minus(Expr.arg(1)),
                        List.of(sampleMean, new Operand.Local("mean"))),
                    new Stmt.Update(
                        "squares",
                        Reduction.SUM,
                        Expr.arg(1).plus(deviation),
                        List.of(new Operand.Local("apart"), sampleSquares)))),
            store(moments, feature(0), new Operand.Local("mean")),
            new Stmt.Store(
                new Access(moments, feature(features)),
                Expr.arg(0).times(Expr.arg(1)),
                List.of(
                    new Operand.Local("squares"),
                    new Operand.OverBatch((float) (1.0 / domain.positions())))));
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
        parts.type(),
        memory.slotOf(parts),
        written);
  }

  private static Stmt rows(Place place, List<Stmt> body) {
    List<Stmt> rows = place.overRows(body);
    // A single row needs no loop; a loop of one gives its variables a scope.
    return rows.size() == 1 ? rows.getFirst() : Stmt.loop("row", 1, rows);
  }

  private static Stmt store(String buffer, Index index, Operand value) {
    return new Stmt.Store(new Access(buffer, index), Expr.arg(0), List.of(value));
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
