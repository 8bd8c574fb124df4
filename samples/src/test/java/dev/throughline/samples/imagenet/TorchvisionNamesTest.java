package dev.throughline.samples.imagenet;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.NameMapping;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Philox;
import dev.throughline.runtime.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with the names and shapes of torchvision's state dicts, which {@code names.py} lists. */
class TorchvisionNamesTest {
  /** PyTorch's batch norm counts its batches; nothing here depends on the count. */
  private static final String COUNT = "num_batches_tracked";

  @TempDir
  private Path folder;

  static Stream<Arguments> networks() {
    return Stream.of(
        of(AlexNetNetwork.SPEC, TorchvisionNames.ALEXNET),
        of(DenseNet121Network.SPEC, TorchvisionNames.DENSENET),
        of(GoogLeNetNetwork.SPEC, TorchvisionNames.GOOGLENET),
        of(ResNet18Network.SPEC, TorchvisionNames.RESNET),
        of(ResNet50Network.SPEC, TorchvisionNames.RESNET),
        of(Vgg11NormNetwork.SPEC, TorchvisionNames.VGG11_NORM),
        of(Vgg19Network.SPEC, TorchvisionNames.VGG19));
  }

  private static Arguments of(NetworkSpec spec, NameMapping names) {
    return Arguments.argumentSet(spec.name(), spec, names);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void hasATensorForEveryTensorOfTorchvision(NetworkSpec spec, NameMapping names) {
    Map<String, String> ours = new TreeMap<>();
    spec.parameters().forEach(p -> ours.put(names.theirs(p.name()), text(p.layout().extents())));
    spec.states().forEach(s -> ours.put(names.theirs(s.name()), text(s.size())));
    Map<String, String> theirs = new TreeMap<>();
    published(spec.name()).forEach((name, shape) -> theirs.put(name, text(shape)));
    assertEquals(theirs, ours);
  }

  @Test
  void readsAndWritesFilesOfTorchvision() {
    Path published = write("ResNet18", "published.safetensors");
    Path saved = folder.resolve("saved.safetensors");
    try (Device device = Device.cpu(2);
        Network network = ResNet18Network.on(device, 1, /* seed */ 1)) {
      network.load(published, TorchvisionNames.RESNET);
      assertArrayEquals(
          values("layer2.0.downsample.0.weight", 128 * 64),
          network.parameter("layer2.0.shortcut.weight").toArray());
      assertArrayEquals(
          values("layer4.1.bn2.running_var", 512),
          network.state("layer4.1.conv2.norm.running_var").toArray());
      network.save(saved, TorchvisionNames.RESNET);
    }
    try (SafetensorsReader file = SafetensorsReader.open(saved)) {
      Map<String, int[]> names = published("ResNet18");
      assertEquals(names.keySet(), file.names());
      names.forEach(
          (name, shape) -> assertArrayEquals(
              values(name, IntStream.of(shape).reduce(1, (a, b) -> a * b)),
              file.values(name, Layout.of(shape))));
    }
  }

  @Test
  void saysWhatAFileWithOtherNamesLacks() {
    Path published = write("ResNet18", "published.safetensors");
    try (Device device = Device.cpu(2);
        Network network = ResNet18Network.on(device, 1, /* seed */ 1)) {
      assertEquals(
          ("`%s` does not hold the weights of `ResNet18`: it lacks `stem.weight`, "
              + "`stem.norm.weight`, `stem.norm.bias` and 83 more").formatted(published),
          assertThrows(CheckpointException.class, () -> network.load(published)).getMessage());
      NameMapping wrong = TorchvisionNames.RESNET.rename("fc", "head.fc");
      assertEquals(
          "`%s` does not hold the weights of `ResNet18`: it lacks `head.fc.weight`, `head.fc.bias`"
              .formatted(published),
          assertThrows(CheckpointException.class, () -> network.load(published, wrong))
              .getMessage());
    }
  }

  /** A file such as torchvision's, with values that depend on the names. */
  private Path write(String network, String name) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    published(network)
        .forEach(
            (tensor, shape) -> {
              Layout layout = Layout.of(shape);
              tensors.put(tensor, Tensor.of(values(tensor, layout.size()), 0, layout));
            });
    Path file = folder.resolve(name);
    SafetensorsWriter.write(file, Map.of("format", "pt"), tensors);
    return file;
  }

  private static float[] values(String name, int size) {
    Philox random = new Philox(name.hashCode(), 0);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static Map<String, int[]> published(String network) {
    Map<String, int[]> shapes = new HashMap<>();
    String file = "/torchvision/%s.txt".formatted(network);
    try (InputStream in = TorchvisionNamesTest.class.getResourceAsStream(file)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] words = line.split(" ");
        int[] shape = Stream.of(words).skip(1).mapToInt(Integer::parseInt).toArray();
        if (!words[0].endsWith(COUNT)) {
          shapes.put(words[0], shape);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shapes;
  }

  private static String text(int... shape) {
    return IntStream.of(shape).mapToObj(Integer::toString).collect(joining("×"));
  }
}
