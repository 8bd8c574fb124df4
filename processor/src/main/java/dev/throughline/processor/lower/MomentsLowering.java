package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Int;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Shape;
import dev.throughline.processor.kernel.Stmt;
import dev.throughline.processor.kernel.Value;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.List;

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
    Place place = Place.of(domain, signature);
    Node input = node.input(0);
    String read = signature.read(input, place.shape(null), memory.slotOf(input));
    Value x = Value.load(read, place.inRows(signature.pitch(read, place.features())));
    String partial = partial(signature, place, true);
    Value mean = Value.local("mean");
    Value centred = Value.local("centred");
    List<Stmt> statements = new ArrayList<>();
    statements.add(new Stmt.Declare("sum", Value.ZERO));
    statements.addAll(place.overRows(List.of(Stmt.add("sum", x))));
    statements.add(
        new Stmt.Declare(
            "mean", Value.local("sum").times(new Value.Share(1, List.of(place.rows())))));
    statements.add(new Stmt.Declare("squares", Value.ZERO));
    statements.addAll(
        place.overRows(
            List.of(
                new Stmt.Declare("centred", x.minus(mean)),
                Stmt.add("squares", centred.times(centred)))));
    statements.add(Stmt.store(partial, row(place, 0), mean));
    statements.add(Stmt.store(partial, row(place, 1), Value.local("squares")));
    emitter.loop(
        new Emitter.Draft(
            "Mean and sum of squared deviations of each channel of each sample.",
            "sampleMoments",
            List.of(),
            n -> List.of(
                "mean = Σ row  x" + n.over(List.of("ROWS")),
                "squares = Σ row  (x − mean)²",
                partial + "[n,0,c] = mean",
                partial + "[n,1,c] = squares")),
        signature,
        Unit.SAMPLE,
        place.overFeatures(true, statements));
  }

  /** Of all samples: the second. */
  void merge() {
    Signature signature = emitter.signature();
    Place place = Place.of(domain, signature);
    String partial = partial(signature, place, false);
    String moments =
        signature.write(
            node, Shape.fixed(Int.of(2), place.features()), memory.slotOf(node));
    Value mean = Value.local("mean");
    Value apart = Value.local("apart");
    Value between = apart.times(apart).times(new Value.Position(place.rows()));
    List<Stmt> statements =
        List.of(
            new Stmt.Declare("sum", Value.ZERO),
            Stmt.overBatch("n", List.of(Stmt.add("sum", Value.load(partial, row(place, 0))))),
            new Stmt.Declare(
                "mean", Value.local("sum").times(new Value.Share(1, List.of(Int.BATCH)))),
            new Stmt.Declare("squares", Value.ZERO),
            Stmt.overBatch(
                "n",
                List.of(
                    new Stmt.Declare("apart", Value.load(partial, row(place, 0)).minus(mean)),
                    Stmt.add("squares", Value.load(partial, row(place, 1)).plus(between)))),
            Stmt.store(moments, place.feature(), mean),
            Stmt.store(
                moments,
                signature.pitch(moments, place.features()).plus(place.feature()),
                Value.local("squares")
                    .times(new Value.Share(1, List.of(place.rows(), Int.BATCH)))));
    emitter.loop(
        new Emitter.Draft(
            "Merges the samples' moments into mean and variance of each channel (Chan et al. 1979).",
            "moments",
            List.of(),
            n -> List.of(
                "mean = Σ n  %s[n,0,c] / n".formatted(partial),
                "squares = Σ n  (%s[n,1,c] + %s%s[n,0,c] − mean)²)".formatted(
                    partial, n.isOne("ROWS") ? "(" : "ROWS · (", partial),
                moments + "[0,c] = mean",
                moments + "[1,c] = squares" + n.over(List.of("n", "ROWS")))),
        signature,
        Unit.ONCE,
        place.overFeatures(true, statements));
  }

  private String partial(Signature signature, Place place, boolean written) {
    return signature.buffer(
        "sampleMoments",
        Shape.batch(Int.of(2), place.features()),
        memory.slotOf(parts),
        written);
  }

  /** Row 0 or 1 of the sample's moments. */
  private static Int row(Place place, int row) {
    return Int.variable("n").times(Int.of(2)).plus(row).times(place.features())
        .plus(place.feature());
  }
}
