package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.samples.cli.Terminal.Answer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing a user can get wrong: one sentence, exit code 2, no trace. */
final class BadInputTest {

  @TempDir
  private static Path shared;

  @TempDir
  private Path folder;

  /** A checkpoint of FashionNet, one step old. */
  private static Path checkpoint;

  @BeforeAll
  static void train() throws IOException {
    Path data = SmallData.write(shared.resolve("data"), 20, 40);
    Answer trained =
        Terminal.run(
            "train", "--network", "FashionNet", "--data", data, "--batch", 20, "--epochs", 1,
            "--out", shared.resolve("run"));
    assertEquals(0, trained.exit(), trained.error());
    checkpoint = shared.resolve("run/last.safetensors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --epoch 3              | `--epoch 3` is not known here: did you mean --epochs?",
        "trian                        | `trian` is not known here: did you mean train?",
        "train --epochs 0             | `0` is not a whole number of at least 1",
        "train --batch many           | `many` is not a whole number of at least 1",
        "train --rate -1              | `-1` is not a number above 0",
        "train --rate NaN             | `NaN` is not a number above 0",
        "train --schedule linear      | there is no `linear`, only one-cycle, cosine",
        "train --network ResNet21     | there is no `ResNet21`, only ResNet20, Plain20, FashionNet",
        "train --threads 99999        | --threads takes 1 to 1,024, not 99,999",
        "train --data /no/such/folder | there is no folder `/no/such/folder`: --data takes",
        "train --resume /no/such/file | there is no file `/no/such/file`",
        "evaluate                     | Missing required option: '--checkpoint=FILE'",
        "evaluate --checkpoint /no    | there is no file `/no`",
        "predict a.png                | Missing required option: '--checkpoint=FILE'",
        "''                           | Missing required subcommand",
      })
  void arguments(String arguments, String sentence) {
    Object[] split = arguments.isEmpty() ? new Object[0] : arguments.split(" ");
    assertRefused(Terminal.run(split), sentence);
  }

  @Test
  void folderWithoutImages() {
    assertRefused(
        Terminal.run("train", "--data", folder), "is no folder of images known here: --data takes");
  }

  @Test
  void filesCutShort() throws IOException {
    Path data = SmallData.write(folder, 20, 40);
    Path images = data.resolve("train-images-idx3-ubyte");
    byte[] all = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(all, all.length / 2));
    assertRefused(
        Terminal.run("train", "--network", "FashionNet", "--data", data),
        "train-images-idx3-ubyte");
  }

  @Test
  void tooFewImagesForOneBatch() throws IOException {
    Path data = SmallData.write(folder.resolve("data"), 20, 40);
    assertRefused(
        Terminal.run(
            "train", "--network", "FashionNet", "--data", data, "--out", folder.resolve("run")),
        "20 training images do not fill one batch of 128: use a smaller batch");
  }

  @Test
  void imagesTooLargeForTheNetwork() throws IOException {
    Path pictures = folder.resolve("cifar");
    Files.createDirectories(pictures);
    for (int b = 1; b <= 5; b++) {
      Files.write(pictures.resolve("data_batch_%d.bin".formatted(b)), new byte[3_073]);
    }
    Files.write(pictures.resolve("test_batch.bin"), new byte[3_073]);
    assertRefused(
        Terminal.run("train", "--network", "FashionNet", "--data", pictures),
        "images of 3×32×32 do not fit FashionNet, which reads 1×28×28");
  }

  @Test
  void otherNumberOfClasses() throws IOException {
    for (String part : new String[] {"train", "test"}) {
      for (String name : new String[] {"cats", "dogs"}) {
        picture(folder.resolve(part).resolve(name).resolve("1.png"));
      }
    }
    assertRefused(
        Terminal.run("train", "--data", folder),
        "the images have 2 classes and ResNet20 tells 10 apart",
        "@Linear(units = 2)");
  }

  @Test
  void outputThatIsNoFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(
        Terminal.run("train", "--network", "FashionNet", "--out", file.resolve("run")),
        "cannot write to",
        "choose another --out");
  }

  @Test
  void checkpointOfAnotherNetwork() {
    assertRefused(
        Terminal.run("train", "--network", "ResNet20", "--resume", checkpoint),
        "is of FashionNet, not of ResNet20: leave --network out");
  }

  @Test
  void checkpointThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "weights");
    assertRefused(Terminal.run("evaluate", "--checkpoint", file), "notes.txt");
  }

  @Test
  void checkpointCutShort() throws IOException {
    byte[] all = Files.readAllBytes(checkpoint);
    Path half = folder.resolve("half.safetensors");
    Files.write(half, Arrays.copyOf(all, all.length / 2));
    assertRefused(Terminal.run("evaluate", "--checkpoint", half), "half.safetensors");
  }

  @Test
  void resumedWithOtherBatch() {
    assertRefused(
        Terminal.run(
            "train", "--resume", checkpoint, "--epochs", 2, "--batch", 10, "--out",
            folder.resolve("run")),
        "resume with what it was begun with");
  }

  @Test
  void resumedRunThatIsComplete() {
    assertRefused(
        Terminal.run("train", "--resume", checkpoint),
        "has done 1 of 1 epochs: give more by --epochs");
  }

  @Test
  void pictureThatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("shirt.png"), "no picture");
    assertRefused(
        Terminal.run("predict", "--checkpoint", checkpoint, file),
        "shirt.png`: it is not a picture of a known format");
  }

  @Test
  void pictureThatIsMissing() {
    assertRefused(
        Terminal.run("predict", "--checkpoint", checkpoint, folder.resolve("shirt.png")),
        "there is no file `",
        "shirt.png`");
  }

  private static void picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
  }

  private static void assertRefused(Answer answer, String... parts) {
    assertEquals(2, answer.exit(), answer.error());
    for (String part : parts) {
      assertTrue(answer.error().contains(part), answer.error());
    }
    assertEquals(1, answer.error().strip().lines().count(), answer.error());
  }
}
