package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Compilation;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A network five times as deep runs the same kernels, five times as often. */
class DepthTest {
  private static final Pattern METHOD =
      Pattern.compile("(?m)^  (?:private )?static void (\\w+)\\(");

  @Test
  void kernelsDoNotMultiplyWithDepth() {
    for (String dialect : new String[] {"Kernels", "VectorKernels"}) {
      TreeSet<String> shallow = methods("ResNet20", dialect);
      assertTrue(shallow.size() > 20, shallow.toString());
      assertEquals(shallow, methods("ResNet110", dialect));
    }
  }

  private static TreeSet<String> methods(String network, String dialect) {
    Compilation.Result result =
        new Compilation()
            .resource("networks/" + network + ".java")
            .options("--add-modules=jdk.incubator.vector")
            .processors(new NetworkProcessor())
            .run();
    assertTrue(result.success(), result.toString());
    String text = result.read(network + dialect + ".java");
    return METHOD
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
