package dev.throughline.samples.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.runtime.spec.NetworkSpec;
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
    "cifar.PreActivationResNet110, 1727962",
    "cifar.PreActivationResNet164, 1703706",
    "cifar.DenseNet40, 1019722",
    "cifar.DenseNetBC100, 769162",
    "imagenet.AlexNet, 61100840",
    "imagenet.Vgg11, 132863336",
    "imagenet.Vgg11Norm, 132868840",
    "imagenet.Vgg16, 138357544",
    "imagenet.Vgg16Norm, 138365992",
    "imagenet.Vgg19, 143667240",
    "imagenet.Vgg19Norm, 143678248",
    "imagenet.ResNet18, 11689512",
    "imagenet.ResNet34, 21797672",
    "imagenet.ResNet50, 25557032",
    "imagenet.ResNet101, 44549160",
    "imagenet.ResNet152, 60192808",
    "imagenet.DenseNet121, 7978856",
    "imagenet.GoogLeNet, 13004888",
  })
  void isExact(String sample, long parameters) throws ReflectiveOperationException {
    Class<?> network = Class.forName("dev.throughline.samples." + sample + "Network");
    NetworkSpec spec = (NetworkSpec) network.getField("SPEC").get(null);
    assertEquals(parameters, spec.parameterCount());
  }
}
