package dev.throughline.samples.cli;

import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.network.Model;
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
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A network of ten classes that the commands know. To add one, write its interface and a line in {@link #ALL}.
 *
 * @param declaration the annotated interface
 * @param generated the generated class, which is loaded when it is first asked for
 */
record SampleNetwork(Class<?> declaration, Supplier<Model> generated) {

  static final List<SampleNetwork> ALL =
      List.of(
          new SampleNetwork(ResNet20.class, () -> ResNet20Network.MODEL),
          new SampleNetwork(Plain20.class, () -> Plain20Network.MODEL),
          new SampleNetwork(FashionNet.class, () -> FashionNetNetwork.MODEL),
          new SampleNetwork(ResNet56.class, () -> ResNet56Network.MODEL),
          new SampleNetwork(ResNet110.class, () -> ResNet110Network.MODEL),
          new SampleNetwork(Plain56.class, () -> Plain56Network.MODEL),
          new SampleNetwork(PreActivationResNet110.class,
              () -> PreActivationResNet110Network.MODEL),
          new SampleNetwork(PreActivationResNet164.class,
              () -> PreActivationResNet164Network.MODEL),
          new SampleNetwork(DenseNet40.class, () -> DenseNet40Network.MODEL),
          new SampleNetwork(DenseNetBC100.class, () -> DenseNetBC100Network.MODEL),
          new SampleNetwork(DeeplySupervised.class, () -> DeeplySupervisedNetwork.MODEL),
          new SampleNetwork(FinallySupervised.class, () -> FinallySupervisedNetwork.MODEL),
          new SampleNetwork(ReluFourLayers.class, () -> ReluFourLayersNetwork.MODEL),
          new SampleNetwork(TanhFourLayers.class, () -> TanhFourLayersNetwork.MODEL),
          new SampleNetwork(SigmoidFourLayers.class, () -> SigmoidFourLayersNetwork.MODEL),
          new SampleNetwork(SigmoidPerceptron.class, () -> SigmoidPerceptronNetwork.MODEL),
          new SampleNetwork(ReluPerceptron.class, () -> ReluPerceptronNetwork.MODEL),
          new SampleNetwork(ResidualPerceptron.class, () -> ResidualPerceptronNetwork.MODEL));

  /** What makes the network. */
  Model model() {
    return generated.get();
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

  /** The network of this name, in any case. */
  static SampleNetwork find(List<SampleNetwork> networks, String name) {
    return networks.stream()
        .filter(network -> network.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException(
                "there is no %s, only %s"
                    .formatted(
                        Quote.name(name),
                        String.join(
                            ", ", networks.stream().map(SampleNetwork::name).toList()))));
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
      return find(ALL, value);
    }
  }
}
