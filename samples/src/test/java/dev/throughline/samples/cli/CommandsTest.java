package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.samples.cli.Terminal.Answer;
import dev.throughline.samples.embedded.EmbeddedFashion;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, from options to files, on a few hundred of the embedded images. */
final class CommandsTest {
  private static final int IMAGES = 400;
  private static final int EPOCHS = 4;

  @TempDir
  private static Path shared;

  @TempDir
  private Path folder;

  private static Path run;
  private static Answer trained;

  @BeforeAll
  static void train() throws IOException {
    run = shared.resolve("run");
    trained =
        Terminal.run(
            "train", "--network", "FashionNet", "--batch", 40, "--epochs", EPOCHS, "--rate", 0.02,
            "--data", SmallData.write(shared.resolve("data"), IMAGES, 100), "--out", run,
            "--gradient-flow", 10);
    assertEquals(0, trained.exit(), trained.error());
  }

  @Test
  void trainingRaisesAccuracy() throws IOException {
    List<String> log = Files.readAllLines(run.resolve("log.csv"));
    assertEquals(1 + EPOCHS, log.size());
    double first = column(log, 1, "training_accuracy");
    double last = column(log, EPOCHS, "training_accuracy");
    assertTrue(last > first + 0.2, first + " then " + last);
    double test = column(log, EPOCHS, "test_accuracy");
    assertTrue(test > 0.5, "test accuracy " + test);
  }

  @Test
  void picturesAreDrawn() throws IOException {
    for (String picture : new String[] {"curves.png", "confusion.png", "gradient-flow.png"}) {
      assertNotNull(ImageIO.read(run.resolve(picture).toFile()), picture);
    }
  }

  /** Every tenth of 40 steps, four weighted layers, all of them with an activation that is kept. */
  @Test
  void theGradientFlowIsMeasured() throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("gradient-flow.csv"));
    List<String> first =
        lines.stream().skip(1).filter(line -> line.startsWith("1,1,")).toList();
    assertEquals(1 + 4 * first.size(), lines.size(), "every tenth of 40 steps");
    for (String line : first) {
      String[] columns = line.split(",", -1);
      assertTrue(Double.parseDouble(columns[3]) > 0, "gradient: " + line);
      assertTrue(Double.parseDouble(columns[4]) > 0, "activation: " + line);
      assertTrue(Double.parseDouble(columns[6]) > 0, "update: " + line);
      // Logits are not rectified, and of `hidden` only what the dropout leaves is kept.
      boolean rectified = columns[2].startsWith("conv");
      assertEquals(!rectified, columns[5].isEmpty(), "dead units of a ReLU: " + line);
    }
    assertTrue(first.getLast().contains(",logits,"), first::toString);
  }

  @Test
  void evaluationAgreesWithTraining() throws IOException {
    Answer answer = Terminal.run("evaluate", "--checkpoint", run.resolve("last.safetensors"));
    assertEquals(0, answer.exit(), answer.error());
    String accuracy = find("test accuracy ([0-9.]+ %)", trained.out());
    assertEquals(accuracy, find("test accuracy ([0-9.]+ %)", answer.out()));
    String log = Files.readAllLines(run.resolve("log.csv")).getLast();
    assertEquals(accuracy, Percent.of(Double.parseDouble(log.split(",", -1)[4])));
  }

  @Test
  void predictionNamesThreeClassesTheLikeliestFirst() throws IOException {
    Path picture = folder.resolve("trouser.png");
    write(EmbeddedFashion.test(), 1, picture);
    Answer answer =
        Terminal.run("predict", "--checkpoint", run.resolve("last.safetensors"), picture);
    assertEquals(0, answer.exit(), answer.error());
    List<String> lines = answer.out().strip().lines().toList();
    assertEquals(4, lines.size(), answer.out());
    assertTrue(lines.getFirst().endsWith("trouser.png"), answer.out());
    List<Double> percents =
        lines.subList(1, 4).stream()
            .map(line -> Double.valueOf(find("([0-9.]+) %", line)))
            .toList();
    assertTrue(percents.get(0) >= percents.get(1), answer.out());
    assertTrue(percents.get(1) >= percents.get(2), answer.out());
    assertTrue(lines.get(1).endsWith(" 1"), "trousers are class 1: " + answer.out());
  }

  /** Dropout, augmentation and order go on as if nothing had been; threads make no difference. */
  @Test
  void resumedRunEqualsUninterruptedRunBitForBit() throws IOException {
    Object[] options = {
      "train", "--network", "FashionNet", "--batch", 20, "--augment", "--schedule", "constant",
      "--rate", 0.02, "--seed", 7, "--data", SmallData.write(folder.resolve("data"), 60, 40)
    };
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    succeed(options, "--epochs", 3, "--threads", 1, "--out", whole);
    succeed(options, "--epochs", 1, "--threads", 2, "--out", parts);
    byte[] early = tensors(parts);
    Answer resumed =
        Terminal.run("train", "--resume", parts.resolve("last.safetensors"), "--epochs", 3);
    assertEquals(0, resumed.exit(), resumed.error());
    assertTrue(resumed.out().contains("resumed after 1 of 3 epochs"), resumed.out());
    assertArrayEquals(tensors(whole), tensors(parts));
    assertFalse(Arrays.equals(early, tensors(parts)));
    assertEquals(4, Files.readAllLines(parts.resolve("log.csv")).size());
  }

  @Test
  void fittingImagesOfAnotherShapeIsTold() throws IOException {
    Answer answer =
        Terminal.run(
            "train", "--network", "ResNet20", "--batch", 20, "--epochs", 1,
            "--data", SmallData.write(folder.resolve("data"), 20, 40),
            "--out", folder.resolve("run"));
    assertEquals(0, answer.exit(), answer.error());
    assertTrue(
        answer
            .out()
            .contains(
                "fitted to ResNet20: padded with black from 28×28 to 32×32,"
                    + " grey repeated in 3 channels"),
        answer.out());
  }

  private static void succeed(Object[] options, Object... more) {
    Object[] all = Arrays.copyOf(options, options.length + more.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    Answer answer = Terminal.run(all);
    assertEquals(0, answer.exit(), answer.error());
  }

  /** What follows the header, which also tells times: weights, statistics, optimiser buffers. */
  private static byte[] tensors(Path folder) throws IOException {
    byte[] all = Files.readAllBytes(folder.resolve("last.safetensors"));
    long header = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(all, Math.toIntExact(Long.BYTES + header), all.length);
  }

  private static double column(List<String> log, int line, String name) {
    int column = List.of(log.getFirst().split(",", -1)).indexOf(name);
    return Double.parseDouble(log.get(line).split(",", -1)[column]);
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), text);
    return matcher.group(1);
  }

  private static void write(Dataset images, int index, Path file) throws IOException {
    byte[] pixels = new byte[images.height() * images.width()];
    images.images().read(index, pixels);
    BufferedImage picture =
        new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, images.width(), images.height(), pixels);
    ImageIO.write(picture, "png", file.toFile());
  }
}
