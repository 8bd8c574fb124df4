package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.listener.Checkpoints;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.testing.Flat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels follow names: a network that was trained on some classes does not go on with others. */
class OtherDataTest {
  @TempDir
  private Path folder;
  private final CpuDevice cpu = Device.cpu(1);

  @AfterEach
  void close() {
    cpu.close();
  }

  private Network network() {
    return SoftmaxRegression.on(cpu, 16, 1);
  }

  /** The same images under other names. */
  private static Dataset named(String... names) {
    Dataset shapes = Shapes.of(48, 1);
    List<byte[]> pixels = new ArrayList<>();
    int[] labels = new int[shapes.size()];
    for (int i = 0; i < labels.length; i++) {
      byte[] image = new byte[16];
      shapes.images().read(i, image);
      pixels.add(image);
      labels[i] = Math.min(names.length - 1, shapes.label(i));
    }
    return Dataset.of(1, 4, 4, pixels, labels, List.of(names));
  }

  private Path checkpoint(Dataset data) {
    Path path = folder.resolve("run");
    try (Network net = network()) {
      Trainer.of(net).listen(Checkpoints.everyEpoch(path)).fit(data, 1);
    }
    return path;
  }

  private String refused(Path path, Dataset data) {
    try (Network net = network()) {
      float[] before = Flat.parameters(net).clone();
      String told =
          assertThrows(
              CheckpointException.class, () -> Trainer.of(net).resume(path).fit(data, 2))
              .getMessage();
      assertArrayEquals(before, Flat.parameters(net));
      return String.valueOf(told).replace("`" + path + "`", "FILE");
    }
  }

  @Test
  void aRunDoesNotGoOnWithDataOfOtherClassNames() {
    Path path = checkpoint(named("cat", "dog", "eel"));
    assertEquals(
        "FILE belongs to a run with other classes: class 1 of its images is `dog`, of these `fox`; resume"
            + " with what it was begun with",
        refused(path, named("cat", "fox", "eel")));
    assertEquals(
        "FILE belongs to a run with other classes: class 0 of its images is `cat`, of these `dog`; resume"
            + " with what it was begun with",
        refused(path, named("dog", "cat", "eel")));
    assertEquals(
        "FILE belongs to a run with other classes: its images have 3 classes, these 2; resume with what"
            + " it was begun with",
        refused(path, named("cat", "dog")));
  }

  @Test
  void aRunDoesNotGoOnWithImagesNormalisedOtherwise() {
    Dataset data = named("cat", "dog", "eel");
    Path path = checkpoint(data);
    Dataset other =
        data.normalize(Normalization.perChannel(new float[] {0.5f}, new float[] {0.25f}));
    assertEquals(
        "FILE belongs to a run with images normalised by mean [0.0], deviation [1.0], not by mean [0.5],"
            + " deviation [0.25]: resume with what it was begun with",
        refused(path, other));
    assertEquals(
        "FILE belongs to a run with images normalised by mean [0.5], deviation [0.25], not by mean [0.0],"
            + " deviation [1.0]: resume with what it was begun with",
        refused(checkpoint(other), data));
  }

  @Test
  void trainingAndTestDataNeedTheSameClassesInTheSameOrder() {
    Dataset training = named("cat", "dog", "eel");
    assertEquals(
        "class 1 of the training data is `dog`, of the test data `fox`: both need the same classes in the"
            + " same order",
        tested(training, named("cat", "fox", "eel")));
    assertEquals(
        "class 1 of the training data is `dog`, of the test data `eel`: both need the same classes in the"
            + " same order",
        tested(training, named("cat", "eel")));
    assertEquals(
        "the training data have 3 classes, the test data 2: both need the same classes in the same order",
        tested(training, named("cat", "dog")));
  }

  private String tested(Dataset training, Dataset test) {
    try (Network net = network()) {
      Trainer trainer = Trainer.of(net).evaluate(test);
      String told =
          assertThrows(DataException.class, () -> trainer.fit(training, 1)).getMessage();
      assertEquals(0, net.trainingPasses());
      return String.valueOf(told);
    }
  }

  @Test
  void aCheckpointTellsImagesThatMeanSomethingElse() {
    Dataset data = named("cat", "dog", "eel");
    CheckpointInfo info = CheckpointInfo.read(checkpoint(data));
    info.check(data);
    assertEquals(
        "class 0 of the training images is `cat`, of these `ant`: use images of the classes that the"
            + " network was trained on",
        assertThrows(DataException.class, () -> info.check(named("ant", "cat", "dog", "eel")))
            .getMessage());
    Dataset other =
        data.normalize(Normalization.perChannel(new float[] {0.5f}, new float[] {0.25f}));
    assertEquals(
        "the training images were normalised by mean [0.0], deviation [1.0], these by mean [0.5], deviation"
            + " [0.25]: add .normalize(info.normalization())",
        assertThrows(DataException.class, () -> info.check(other)).getMessage());
  }

  @Test
  void anyClassNamesAreFoundAgain() {
    for (String[] names : new String[][] {
      {"a\nb", "c\\nd", "e\r"}, {"\\", "\\\\", "\\r\\n"}, {"a b", "\u732b", "\ud83d\ude00\n"}
    }) {
      Dataset data = named(names);
      Path path = checkpoint(data);
      assertEquals(List.of(names), CheckpointInfo.read(path).classNames());
      try (Network net = network()) {
        assertEquals(2, Trainer.of(net).resume(path).fit(data, 2).size());
      }
    }
  }
}
