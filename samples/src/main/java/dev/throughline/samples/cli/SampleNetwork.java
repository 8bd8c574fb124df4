package dev.throughline.samples.cli;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.samples.FashionNet;
import dev.throughline.samples.FashionNetNetwork;
import dev.throughline.samples.Plain20;
import dev.throughline.samples.Plain20Network;
import dev.throughline.samples.ResNet20;
import dev.throughline.samples.ResNet20Network;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A network that the commands know. To add one, write its interface and a line in {@link #ALL}.
 *
 * @param declaration the annotated interface
 * @param factory makes the generated network
 */
record SampleNetwork(Class<?> declaration, Factory factory) {

  static final List<SampleNetwork> ALL =
      List.of(
          new SampleNetwork(ResNet20.class, ResNet20Network::on),
          new SampleNetwork(Plain20.class, Plain20Network::on),
          new SampleNetwork(FashionNet.class, FashionNetNetwork::on));

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
                  "there is no `%s`, only %s"
                      .formatted(value, String.join(", ", names()))));
    }
  }
}
