package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.TenSteps;
import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.checkpoint.SafetensorsReader;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.Weights;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Files that were saved before a file was recognised by its names and shapes, and hold a digest of the graph in place of
 * that: {@code Network.save} of {@code Small} drawn from seed 7, and a run of {@link TenSteps} after seven steps.
 */
class SavedFilesTest {
  private static GeneratedNetwork small;

  @BeforeAll
  static void compile() {
    small = GeneratedNetwork.fixture("Small");
  }

  private static Path saved(String name) {
    try {
      return Path.of(SavedFilesTest.class.getResource("/saved/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void weightsAreRead() {
    Path file = saved("small-weights.safetensors");
    try (Device cpu = Device.cpu(1);
        Network network = small.on(cpu, 1, 8);
        SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertEquals(Optional.of("023e591424d53102"), reader.metadata("throughline.graph"));
      network.load(file);
      Weights.tensors(network)
          .forEach(
              (name, tensor) -> assertArrayEquals(
                  reader.values(name, tensor.layout()), tensor.toArray(), name));
    }
  }

  /** Not to the same bits: kernels may round otherwise than they did then. */
  @Test
  void aRunGoesOn() {
    String weights = TenSteps.resumed(small, saved("small-run.safetensors"));
    assertFalse(weights.contains("finite"), weights);
  }

  @Test
  void anotherNetworkRefusesThem() {
    GeneratedNetwork other = GeneratedNetwork.fixture("FashionNet");
    Path file = saved("small-weights.safetensors");
    try (Device cpu = Device.cpu(1); Network network = other.on(cpu, 1, 8)) {
      assertEquals(
          "`%s` holds weights of `Small`, not of `FashionNet`: it lacks `conv1.weight`, `conv1.norm.weight`, `conv1.norm.bias` and 9 more"
              .formatted(file),
          assertThrows(CheckpointException.class, () -> network.load(file)).getMessage());
    }
  }
}
