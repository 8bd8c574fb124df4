package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.samples.FashionNetNetwork;
import dev.throughline.samples.ResNet20Network;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

/** What {@code --data} means, and how images are made to fit. */
final class ImageSourceTest {
  private static final NetworkSpec RESNET = ResNet20Network.SPEC;
  private static final int CIFAR_RECORD = 1 + 3 * 32 * 32;

  @TempDir
  private Path folder;

  @Test
  void embeddedImages() {
    ImageSource source = ImageSource.open("embedded", RESNET);
    assertShape(source.train().get(), 10_000, 1, 28, 28, 10);
    assertShape(source.test().get(), 2_000, 1, 28, 28, 10);
  }

  @Test
  void cifar10() throws IOException {
    for (int b = 1; b <= 5; b++) {
      Files.write(folder.resolve("data_batch_%d.bin".formatted(b)), new byte[CIFAR_RECORD]);
    }
    Files.write(folder.resolve("test_batch.bin"), new byte[2 * CIFAR_RECORD]);
    ImageSource source = ImageSource.open(folder.toString(), RESNET);
    assertShape(source.train().get(), 5, 3, 32, 32, 10);
    assertShape(source.test().get(), 2, 3, 32, 32, 10);
  }

  @Test
  void cifar100() throws IOException {
    Files.write(folder.resolve("train.bin"), new byte[3 * (1 + CIFAR_RECORD)]);
    Files.write(folder.resolve("test.bin"), new byte[1 + CIFAR_RECORD]);
    ImageSource source = ImageSource.open(folder.toString(), RESNET);
    assertShape(source.train().get(), 3, 3, 32, 32, 100);
    Dataset test = source.test().get();
    assertShape(test, 1, 3, 32, 32, 100);
    assertThrows(BadInput.class, () -> Fit.apply(test, RESNET));
  }

  @Test
  void idx() throws IOException {
    SmallData.write(folder, 20, 40);
    ImageSource source = ImageSource.open(folder.toString(), RESNET);
    assertShape(source.train().get(), 20, 1, 28, 28, 10);
    assertShape(source.test().get(), 40, 1, 28, 28, 10);
  }

  @Test
  void pictures() throws IOException {
    for (String part : List.of("train", "test")) {
      for (String name : List.of("cats", "dogs", "mice")) {
        picture(part + "/" + name);
      }
    }
    ImageSource source = ImageSource.open(folder.toString(), RESNET);
    assertShape(source.train().get(), 3, 3, 32, 32, 3);
    assertEquals(List.of("cats", "dogs", "mice"), source.test().get().classNames());
    NetworkSpec grey = FashionNetNetwork.SPEC;
    assertShape(ImageSource.open(folder.toString(), grey).test().get(), 3, 1, 28, 28, 3);
  }

  @Test
  void labelsOfTestPicturesFollowTheNamesOfTheTrainingPictures() throws IOException {
    for (String path : List.of("train/ants", "train/cats", "train/dogs", "test/dogs")) {
      picture(path);
    }
    Files.createDirectory(folder.resolve("test/cats"));
    Dataset test = ImageSource.open(folder.toString(), RESNET).test().get();
    assertEquals(List.of("ants", "cats", "dogs"), test.classNames());
    assertEquals(2, test.label(0));
    List<String> trained = List.of("dogs", "cats");
    Dataset other = ImageSource.open(folder.toString(), RESNET).testOf().apply(trained);
    assertEquals(trained, other.classNames());
    assertEquals(0, other.label(0));
    picture("test/newts");
    String told =
        assertThrows(
            DataException.class, () -> ImageSource.open(folder.toString(), RESNET).test().get())
            .getMessage();
    assertTrue(told.contains("the class folder `newts`"), told);
  }

  private void picture(String path) throws IOException {
    Path file = Files.createDirectories(folder.resolve(path)).resolve("1.png");
    BufferedImage picture = new BufferedImage(60, 50, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", file.toFile());
  }

  @Test
  void namesThatTheLocaleCannotWriteAreTold() {
    String told =
        assertThrows(BadInput.class, () -> ImageSource.open("no\0name", RESNET)).getMessage();
    assertEquals("`no\\u0000name` is no name of a file", told);
    told = assertThrows(BadInput.class, () -> ImageSource.open("\uD800\0", RESNET)).getMessage();
    assertTrue(told.endsWith("set LC_ALL=C.UTF-8"), told);
    assertThrows(TypeConversionException.class, () -> new PathArgument().convert("\0"));
  }

  @Test
  void greyImagesOf28FitInto32InColour() {
    Dataset images = ImageSource.open("embedded", RESNET).test().get();
    Dataset fitted = Fit.apply(images, RESNET);
    assertShape(fitted, 2_000, 3, 32, 32, 10);
    assertEquals(
        List.of("padded with black from 28×28 to 32×32", "grey repeated in 3 channels"),
        Fit.steps(images, RESNET));
    float[] before = images.image(0);
    float[] after = fitted.image(0);
    for (int h = 0; h < 32; h++) {
      for (int w = 0; w < 32; w++) {
        boolean inside = h >= 2 && h < 30 && w >= 2 && w < 30;
        float grey = inside ? before[(h - 2) * 28 + w - 2] : 0;
        int at = 3 * (h * 32 + w);
        assertArrayEquals(
            new float[] {grey, grey, grey},
            new float[] {after[at], after[at + 1], after[at + 2]});
      }
    }
  }

  @Test
  void imagesOfTheRightShapeStayAsTheyAre() {
    Dataset images = ImageSource.open("embedded", FashionNetNetwork.SPEC).test().get();
    assertEquals(List.of(), Fit.steps(images, FashionNetNetwork.SPEC));
    assertArrayEquals(images.image(7), Fit.apply(images, FashionNetNetwork.SPEC).image(7));
  }

  private static void assertShape(
      Dataset images, int size, int channels, int height, int width, int classes) {
    assertEquals(
        List.of(size, channels, height, width, classes),
        List.of(
            images.size(), images.channels(), images.height(), images.width(), images.classes()));
  }
}
