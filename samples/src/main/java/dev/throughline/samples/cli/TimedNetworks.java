package dev.throughline.samples.cli;

import dev.throughline.samples.imagenet.AlexNet;
import dev.throughline.samples.imagenet.AlexNetNetwork;
import dev.throughline.samples.imagenet.DenseNet121;
import dev.throughline.samples.imagenet.DenseNet121Network;
import dev.throughline.samples.imagenet.GoogLeNet;
import dev.throughline.samples.imagenet.GoogLeNetNetwork;
import dev.throughline.samples.imagenet.ResNet101;
import dev.throughline.samples.imagenet.ResNet101Network;
import dev.throughline.samples.imagenet.ResNet152;
import dev.throughline.samples.imagenet.ResNet152Network;
import dev.throughline.samples.imagenet.ResNet18;
import dev.throughline.samples.imagenet.ResNet18Network;
import dev.throughline.samples.imagenet.ResNet34;
import dev.throughline.samples.imagenet.ResNet34Network;
import dev.throughline.samples.imagenet.ResNet50;
import dev.throughline.samples.imagenet.ResNet50Network;
import dev.throughline.samples.imagenet.Vgg11;
import dev.throughline.samples.imagenet.Vgg11Network;
import dev.throughline.samples.imagenet.Vgg11Norm;
import dev.throughline.samples.imagenet.Vgg11NormNetwork;
import dev.throughline.samples.imagenet.Vgg16;
import dev.throughline.samples.imagenet.Vgg16Network;
import dev.throughline.samples.imagenet.Vgg16Norm;
import dev.throughline.samples.imagenet.Vgg16NormNetwork;
import dev.throughline.samples.imagenet.Vgg19;
import dev.throughline.samples.imagenet.Vgg19Network;
import dev.throughline.samples.imagenet.Vgg19Norm;
import dev.throughline.samples.imagenet.Vgg19NormNetwork;
import dev.throughline.samples.transformer.DecoderLanguageModel;
import dev.throughline.samples.transformer.DecoderLanguageModelNetwork;
import dev.throughline.samples.transformer.EncoderClassifier;
import dev.throughline.samples.transformer.EncoderClassifierNetwork;
import dev.throughline.samples.transformer.Transformer;
import dev.throughline.samples.transformer.TransformerNetwork;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;

/** The networks that can be timed: those that can be trained here, and those that lack their data here. */
final class TimedNetworks {

  private static final List<SampleNetwork> WITHOUT_DATA =
      List.of(
          new SampleNetwork(AlexNet.class, () -> AlexNetNetwork.MODEL),
          new SampleNetwork(Vgg11.class, () -> Vgg11Network.MODEL),
          new SampleNetwork(Vgg11Norm.class, () -> Vgg11NormNetwork.MODEL),
          new SampleNetwork(Vgg16.class, () -> Vgg16Network.MODEL),
          new SampleNetwork(Vgg16Norm.class, () -> Vgg16NormNetwork.MODEL),
          new SampleNetwork(Vgg19.class, () -> Vgg19Network.MODEL),
          new SampleNetwork(Vgg19Norm.class, () -> Vgg19NormNetwork.MODEL),
          new SampleNetwork(ResNet18.class, () -> ResNet18Network.MODEL),
          new SampleNetwork(ResNet34.class, () -> ResNet34Network.MODEL),
          new SampleNetwork(ResNet50.class, () -> ResNet50Network.MODEL),
          new SampleNetwork(ResNet101.class, () -> ResNet101Network.MODEL),
          new SampleNetwork(ResNet152.class, () -> ResNet152Network.MODEL),
          new SampleNetwork(DenseNet121.class, () -> DenseNet121Network.MODEL),
          new SampleNetwork(GoogLeNet.class, () -> GoogLeNetNetwork.MODEL),
          new SampleNetwork(EncoderClassifier.class, () -> EncoderClassifierNetwork.MODEL),
          new SampleNetwork(DecoderLanguageModel.class, () -> DecoderLanguageModelNetwork.MODEL),
          new SampleNetwork(Transformer.class, () -> TransformerNetwork.MODEL));

  static final List<SampleNetwork> ALL =
      Stream.concat(SampleNetwork.ALL.stream(), WITHOUT_DATA.stream()).toList();

  private TimedNetworks() {}

  /** Names for the help text. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ALL.stream().map(SampleNetwork::name).iterator();
    }
  }

  /** Reads the value of an option. */
  static final class Converter implements ITypeConverter<SampleNetwork> {
    @Override
    public SampleNetwork convert(String value) {
      return SampleNetwork.find(ALL, value);
    }
  }
}
