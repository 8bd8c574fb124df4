package dev.throughline.samples.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.runtime.network.NameMapping;
import dev.throughline.samples.proof.Proof.Disagreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * A network of the samples that PyTorch has computed too.
 *
 * @param vectors what PyTorch made of it, a resource
 * @param names from our published names to PyTorch's
 * @param ofGradients the largest {@code ‖ours − theirs‖ / ‖theirs‖} allowed
 */
record ProofCase(
    SampleSource source, String vectors, long parameters, NameMapping names, double ofGradients) {
  static final double SHALLOW = 1e-3;
  static final double DEEP = 1e-2;

  private static final Path TABLE = Path.of("target", "proof.tsv");

  /** Compiles it, holds it against PyTorch, and adds a row to the table of what was found. */
  void check() throws IOException {
    long start = System.nanoTime();
    GeneratedNetwork generated = source.compile();
    double seconds = (System.nanoTime() - start) * 1e-9;
    assertEquals(parameters, generated.spec().parameterCount());
    Disagreement worst = new Proof(new RecordedStep(vectors), names, ofGradients).run(generated);
    String row =
        String.format(
            Locale.ROOT,
            "%s\t%d\t%,d\t%.1e\t%.1e\t%s\t%.1f s%n",
            vectors,
            source.lines(),
            parameters,
            worst.logits(),
            worst.gradients(),
            worst.gradientOf(),
            seconds);
    Files.writeString(TABLE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public String toString() {
    return vectors;
  }
}
