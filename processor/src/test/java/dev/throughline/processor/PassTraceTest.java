package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Golden;
import org.junit.jupiter.api.Test;

/** What each pass makes of one small network, as {@code -Athroughline.trace=all} shows it. */
class PassTraceTest {
  @Test
  void everyPassMakesOfASmallNetworkWhatItMadeBefore() {
    Compilation.Result result =
        new Compilation()
            .resource("networks/Small.java")
            .options("-Athroughline.trace=all", "--add-modules", "jdk.incubator.vector")
            .processors(new NetworkProcessor())
            .run();
    assertTrue(result.success(), result::toString);
    for (Pass pass : Pass.values()) {
      Golden.of("traces/small-%s.txt".formatted(pass.text()))
          .matches(result.read("Small.trace/%s.txt".formatted(pass.text())));
    }
  }
}
