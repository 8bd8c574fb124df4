package dev.throughline.samples.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.runtime.network.NetworkSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples as they are compiled, at full size, have the parameters of the papers and of torchvision. */
class ParameterCountTest {
  @ParameterizedTest
  @CsvSource({
    "ResNet20, 269722",
    "Plain20, 269722",
    "cifar.ResNet56, 853018",
    "cifar.ResNet110, 1727962",
    "cifar.Plain56, 853018",
    "imagenet.ResNet18, 11689512",
    "imagenet.ResNet34, 21797672",
    "imagenet.ResNet50, 25557032",
    "imagenet.ResNet101, 44549160",
    "imagenet.ResNet152, 60192808",
  })
  void isExact(String sample, long parameters) throws ReflectiveOperationException {
    Class<?> network = Class.forName("dev.throughline.samples." + sample + "Network");
    NetworkSpec spec = (NetworkSpec) network.getField("SPEC").get(null);
    assertEquals(parameters, spec.parameterCount());
  }
}
