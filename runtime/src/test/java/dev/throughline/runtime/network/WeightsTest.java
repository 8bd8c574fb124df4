package dev.throughline.runtime.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.RawFile;
import dev.throughline.runtime.checkpoint.SafetensorsWriter;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.tensor.Layout;
import dev.throughline.runtime.tensor.Tensor;
import dev.throughline.runtime.testing.Flat;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
  @TempDir
  private Path folder;
  private CpuDevice cpu;
  private Network net;
  private Path path;

  @BeforeEach
  void open() {
    cpu = Device.cpu(1);
    net = SoftmaxRegression.on(cpu, 2, 1);
    path = folder.resolve("net.safetensors");
  }

  @AfterEach
  void close() {
    net.close();
    cpu.close();
  }

  private String refused(Path file) {
    float[] parameters = Flat.parameters(net).clone();
    float[] states = Flat.states(net).clone();
    String message =
        assertThrows(CheckpointException.class, () -> net.load(file)).getMessage();
    assertArrayEquals(parameters, Flat.parameters(net));
    assertArrayEquals(states, Flat.states(net));
    return String.valueOf(message);
  }

  private void write(Map<String, String> metadata, SequencedMap<String, Tensor> tensors) {
    SafetensorsWriter.write(path, metadata, tensors);
  }

  @Test
  void savedWeightsAndStatisticsComeBack() {
    net.state("input.running_mean").fill(3);
    net.save(path);
    try (Network other = SoftmaxRegression.on(cpu, 5, 99)) {
      float[] images = new float[16];
      Arrays.fill(images, 0.5f);
      other.inferencePass(images, 1);
      other.load(path);
      assertArrayEquals(Flat.parameters(net), Flat.parameters(other));
      assertArrayEquals(Flat.states(net), Flat.states(other));
      net.inferencePass(images, 1);
      other.inferencePass(images, 1);
      assertArrayEquals(net.lastLogits(), other.lastLogits());
    }
  }

  @Test
  void weightsOfAnotherProgramNeedNoMetadata() {
    SequencedMap<String, Tensor> tensors = Weights.tensors(net);
    tensors.put("norm.num_batches_tracked", Tensor.of(new float[1], 0, Layout.of()));
    write(Map.of(), tensors);
    float[] saved = Flat.parameters(net).clone();
    net.parameter("logits.bias").fill(0);
    net.load(path);
    assertArrayEquals(saved, Flat.parameters(net));
  }

  /** The file and the script that wrote it, with the format's own library, are test resources. */
  @Test
  void aFileOfThePythonLibraryIsRead() throws URISyntaxException {
    URL reference =
        Objects.requireNonNull(WeightsTest.class.getResource("python_reference.safetensors"));
    net.load(Path.of(reference.toURI()));
    for (int k = 0; k < 3; k++) {
      for (int c = 0; c < 16; c++) {
        assertEquals((k * 16 + c - 20) / 8f, net.parameter("logits.weight").get(k, c));
      }
    }
    assertArrayEquals(
        new float[] {0.5f, -1.25f, 3}, net.parameter("logits.bias").toArray());
    assertEquals(1, net.state("input.running_mean").get(15));
  }

  @Test
  void anotherVersionsFileIsRefused() {
    NetworkSpec wide = SoftmaxRegression.spec(1, 4, 4, 4);
    try (Network other = new SoftmaxRegression(wide, cpu, 2, 1)) {
      other.save(path);
    }
    assertEquals(
        "`%s` holds weights of another version of `example.SoftmaxRegression`: its `logits.weight`"
            .formatted(path)
            + " has the shape [4, 16], not [3, 16]",
        refused(path));
  }

  @Test
  void anotherNetworksFileIsRefused() {
    SequencedMap<String, String> metadata = Weights.metadata(net.spec());
    metadata.put(Weights.NETWORK, "example.ResNet20");
    String lead =
        "`%s` holds weights of `example.ResNet20`, not of `example.SoftmaxRegression`"
            .formatted(path);
    SequencedMap<String, Tensor> tensors = Weights.tensors(net);
    write(metadata, tensors);
    assertEquals(lead + ", though its tensors have the same names and shapes", refused(path));
    tensors.put("stem.weight", Tensor.of(new float[1], 0, Layout.of(1)));
    write(metadata, tensors);
    assertEquals(lead + ", which has no `stem.weight`", refused(path));
    tensors.remove("logits.bias");
    write(metadata, tensors);
    assertEquals(lead + ": it lacks `logits.bias`", refused(path));
  }

  @Test
  void aFileOfAnInterfaceThatHasMovedIsRead() {
    SequencedMap<String, String> metadata = Weights.metadata(net.spec());
    metadata.put(Weights.NETWORK, "elsewhere.SoftmaxRegression");
    write(metadata, Weights.tensors(net));
    net.load(path);
    metadata.put(Weights.NETWORK, "elsewhere.AnotherSoftmaxRegression");
    write(metadata, Weights.tensors(net));
    refused(path);
  }

  @Test
  void aFileOfAnotherWayToTellNetworksApartIsRefused() {
    SequencedMap<String, String> metadata = Weights.metadata(net.spec());
    metadata.put("throughline.identity", "2");
    write(metadata, Weights.tensors(net));
    assertEquals(
        "`%s` was written by another version of Throughline (its `throughline.identity` is `2`, not"
            .formatted(path)
            + " `1`): read it with that one",
        refused(path));
  }

  @Test
  void missingAndSurplusTensorsAreNamed() {
    SequencedMap<String, Tensor> tensors = Weights.tensors(net);
    tensors.remove("logits.bias");
    write(Map.of(), tensors);
    assertEquals(
        "`%s` does not hold the weights of `SoftmaxRegression`: it lacks `logits.bias`"
            .formatted(path),
        refused(path));
    tensors = Weights.tensors(net);
    for (String extra : new String[] {"a", "b", "c", "d", "optimizer.velocity.a"}) {
      tensors.put(extra, Tensor.of(new float[1], 0, Layout.of(1)));
    }
    write(Map.of(), tensors);
    assertEquals(
        "`%s` does not hold the weights of `SoftmaxRegression`, which has no `a`, `b`, `c` and 1"
            .formatted(path)
            + " more",
        refused(path));
  }

  @Test
  void whatAFileCallsThingsIsShortenedAndEscaped() {
    SequencedMap<String, Tensor> tensors = Weights.tensors(net);
    tensors.put("x\n\u001b[31m" + "y".repeat(1000), Tensor.of(new float[1], 0, Layout.of(1)));
    write(Map.of(), tensors);
    String surplus = refused(path);
    assertTrue(surplus.contains("`x\\u000a\\u001b[31myyy"), surplus);
    assertTrue(surplus.length() < 500, surplus);
    SequencedMap<String, String> metadata =
        Weights.metadata(net.spec());
    metadata.put(Weights.NETWORK, "evil\r" + "z".repeat(1000));
    write(metadata, Weights.tensors(net));
    String other = refused(path);
    assertTrue(other.contains("holds weights of `evil\\u000dzzz"), other);
    assertTrue(other.length() < 500, other);
  }

  @Test
  void anotherShapeIsRefused() {
    SequencedMap<String, Tensor> tensors = Weights.tensors(net);
    tensors.put("logits.bias", Tensor.of(new float[4], 0, Layout.of(4)));
    write(Map.of(), tensors);
    assertEquals(
        "`%s` does not hold the weights of `SoftmaxRegression`: its `logits.bias` has the shape [4], not [3]"
            .formatted(path),
        refused(path));
  }

  @Test
  void weightsThatAreNotFiniteAreNeitherReadNorWritten() throws Exception {
    net.save(path);
    byte[] good = Files.readAllBytes(path);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      RawFile.read(path).set("input.running_mean", 7, bad).write(path); // the last tensor
      assertEquals(
          "`input.running_mean` in `%s` holds %s at place 7: the file is damaged or its training"
              .formatted(path, bad)
              + " diverged",
          refused(path));
      Files.write(path, good);
      try (Network other = SoftmaxRegression.on(cpu, 2, 5)) {
        other.state("input.running_mean").set(bad, 7);
        assertEquals(
            "`%s` was not written: `input.running_mean` holds %s at place 7, which no reader would"
                .formatted(path, bad)
                + " accept",
            assertThrows(CheckpointException.class, () -> other.save(path)).getMessage());
        assertArrayEquals(good, Files.readAllBytes(path));
      }
    }
  }

  @Test
  void aTextFileIsRefused() throws IOException {
    Files.writeString(path, "this is not a file of tensors");
    assertTrue(refused(path).contains("is not a safetensors file"));
  }
}
