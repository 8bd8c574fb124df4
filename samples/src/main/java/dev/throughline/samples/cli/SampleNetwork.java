package dev.throughline.samples.cli;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Network;
import dev.throughline.samples.FashionNet;
import dev.throughline.samples.FashionNetNetwork;
import dev.throughline.samples.Plain20;
import dev.throughline.samples.Plain20Network;
import dev.throughline.samples.ResNet20;
import dev.throughline.samples.ResNet20Network;
import dev.throughline.samples.cifar.DeeplySupervised;
import dev.throughline.samples.cifar.DeeplySupervisedNetwork;
import dev.throughline.samples.cifar.DenseNet40;
import dev.throughline.samples.cifar.DenseNet40Network;
import dev.throughline.samples.cifar.DenseNetBC100;
import dev.throughline.samples.cifar.DenseNetBC100Network;
import dev.throughline.samples.cifar.FinallySupervised;
import dev.throughline.samples.cifar.FinallySupervisedNetwork;
import dev.throughline.samples.cifar.Plain56;
import dev.throughline.samples.cifar.Plain56Network;
import dev.throughline.samples.cifar.PreActivationResNet110;
import dev.throughline.samples.cifar.PreActivationResNet110Network;
import dev.throughline.samples.cifar.PreActivationResNet164;
import dev.throughline.samples.cifar.PreActivationResNet164Network;
import dev.throughline.samples.cifar.ReluFourLayers;
import dev.throughline.samples.cifar.ReluFourLayersNetwork;
import dev.throughline.samples.cifar.ResNet110;
import dev.throughline.samples.cifar.ResNet110Network;
import dev.throughline.samples.cifar.ResNet56;
import dev.throughline.samples.cifar.ResNet56Network;
import dev.throughline.samples.cifar.SigmoidFourLayers;
import dev.throughline.samples.cifar.SigmoidFourLayersNetwork;
import dev.throughline.samples.cifar.TanhFourLayers;
import dev.throughline.samples.cifar.TanhFourLayersNetwork;
import dev.throughline.samples.perceptron.ReluPerceptron;
import dev.throughline.samples.perceptron.ReluPerceptronNetwork;
import dev.throughline.samples.perceptron.ResidualPerceptron;
import dev.throughline.samples.perceptron.ResidualPerceptronNetwork;
import dev.throughline.samples.perceptron.SigmoidPerceptron;
import dev.throughline.samples.perceptron.SigmoidPerceptronNetwork;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A network of ten classes that the commands know. To add one, write its interface and a line in {@link #ALL}.
 *
 * @param declaration the annotated interface
 * @param factory makes the generated network
 */
record SampleNetwork(Class<?> declaration, Factory factory) {

  static final List<SampleNetwork> ALL =
      List.of(
          new SampleNetwork(ResNet20.class, ResNet20Network::on),
          new SampleNetwork(Plain20.class, Plain20Network::on),
          new SampleNetwork(FashionNet.class, FashionNetNetwork::on),
          new SampleNetwork(ResNet56.class, ResNet56Network::on),
          new SampleNetwork(ResNet110.class, ResNet110Network::on),
          new SampleNetwork(Plain56.class, Plain56Network::on),
          new SampleNetwork(PreActivationResNet110.class, PreActivationResNet110Network::on),
          new SampleNetwork(PreActivationResNet164.class, PreActivationResNet164Network::on),
          new SampleNetwork(DenseNet40.class, DenseNet40Network::on),
          new SampleNetwork(DenseNetBC100.class, DenseNetBC100Network::on),
          new SampleNetwork(DeeplySupervised.class, DeeplySupervisedNetwork::on),
          new SampleNetwork(FinallySupervised.class, FinallySupervisedNetwork::on),
          new SampleNetwork(ReluFourLayers.class, ReluFourLayersNetwork::on),
          new SampleNetwork(TanhFourLayers.class, TanhFourLayersNetwork::on),
          new SampleNetwork(SigmoidFourLayers.class, SigmoidFourLayersNetwork::on),
          new SampleNetwork(SigmoidPerceptron.class, SigmoidPerceptronNetwork::on),
          new SampleNetwork(ReluPerceptron.class, ReluPerceptronNetwork::on),
          new SampleNetwork(ResidualPerceptron.class, ResidualPerceptronNetwork::on));

  /** The generated {@code on} of a network. */
  interface Factory {
    Network on(Device device, int batch, long seed);
  }

  String name() {
    return declaration.getSimpleName();
  }

  /** The network that a checkpoint names. */
  static Optional<SampleNetwork> declaredBy(String qualifiedName) {
    return ALL.stream().filter(n -> n.declaration.getName().equals(qualifiedName)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(SampleNetwork::name).toList();
  }

  @Override
  public String toString() {
    return name();
  }

  /** Names for the help text. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  /** Reads the value of an option. */
  static final class Converter implements ITypeConverter<SampleNetwork> {
    @Override
    public SampleNetwork convert(String value) {
      return ALL.stream()
          .filter(network -> network.name().equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException(
                  "there is no %s, only %s"
                      .formatted(Quote.name(value), String.join(", ", names()))));
    }
  }
}
