package dev.throughline.processor.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.processor.testing.Networks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of He et al. 2015, table 6, exact for option A and 10 classes. */
class ParameterCountTest {
  @ParameterizedTest
  @CsvSource({"ResNet20, 269722", "Plain20, 269722", "ResNet110, 1727962"})
  void isThatOfThePaper(String name, long parameters) {
    Networks network = Networks.fixture(name);
    assertEquals(parameters, network.training().parameterCount());
    assertEquals(parameters, network.folded().parameterCount());
  }
}
