package dev.throughline.runtime.data;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderTest {
  private static final int CIFAR_PIXELS = 3072;

  @TempDir
  private Path folder;

  private static String problem(Runnable action) {
    return String.valueOf(assertThrows(DataException.class, action::run).getMessage());
  }

  // CIFAR

  private static byte[] cifar(int labelBytes, int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(labels.length * (labelBytes + CIFAR_PIXELS));
    for (int i = 0; i < labels.length; i++) {
      for (int b = 1; b < labelBytes; b++) {
        bytes.put((byte) 77); // the coarse label
      }
      bytes.put((byte) labels[i]);
      for (int p = 0; p < CIFAR_PIXELS; p++) {
        bytes.put(planePixel(i, p));
      }
    }
    return bytes.array();
  }

  private static byte planePixel(int image, int place) {
    return (byte) (image * 31 + place * 7);
  }

  @Test
  void cifar10IsReadFromItsFiveFiles() throws IOException {
    Path archive = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
    for (int i = 1; i <= 5; i++) {
      Files.write(archive.resolve("data_batch_%d.bin".formatted(i)), cifar(1, i, 9));
    }
    Files.write(archive.resolve("test_batch.bin"), cifar(1, 3));
    for (Path given : List.of(folder, archive)) {
      Dataset train = Cifar10.train(given);
      assertEquals(10, train.size());
      assertEquals(10, train.classes());
      assertEquals("truck", train.classNames().get(train.label(1)));
      assertEquals(5, train.label(8));
      byte[] pixels = new byte[CIFAR_PIXELS];
      train.images().read(1, pixels);
      for (int p = 0; p < 1024; p++) {
        for (int c = 0; c < 3; c++) {
          assertEquals(planePixel(1, c * 1024 + p), pixels[p * 3 + c]);
        }
      }
      assertEquals(3, Cifar10.test(given).label(0));
    }
  }

  @Test
  void cifar100HasFineLabels() throws IOException {
    Files.write(folder.resolve("train.bin"), cifar(2, 99, 0));
    Files.write(folder.resolve("test.bin"), cifar(2, 42));
    assertEquals(99, Cifar100.train(folder).label(0));
    assertEquals("class 42", Cifar100.test(folder).classNames().get(42));
    Files.writeString(folder.resolve("fine_label_names.txt"),
        IntStream.range(0, 100).mapToObj(k -> "fruit " + k).collect(joining("\n")));
    assertEquals("fruit 42", Cifar100.test(folder).classNames().get(42));
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\n");
    assertTrue(problem(() -> Cifar100.test(folder)).endsWith("names 1 classes, not 100"));
  }

  @Test
  void badCifarFilesAreTold() throws IOException {
    assertEquals(
        "there is no file `%s`: unpack the binary version of the data set there"
            .formatted(folder.resolve("test_batch.bin")),
        problem(() -> Cifar10.test(folder)));
    byte[] good = cifar(1, 3, 4);
    Path file = folder.resolve("test_batch.bin");
    for (int length : new int[] {0, 1, 3072, 3074, 6145}) {
      Files.write(file, Arrays.copyOf(good, length));
      assertTrue(
          problem(() -> Cifar10.test(folder))
              .startsWith("`%s` has %,d bytes".formatted(file, length)));
    }
    good[3073] = 10;
    Files.write(file, good);
    assertEquals(
        "record 1 of `%s` has the label 10, but there are only 10 classes".formatted(file),
        problem(() -> Cifar10.test(folder)));
  }

  // IDX

  private static byte[] idxImages(int magic, int count, int height, int width, int bytes) {
    ByteBuffer file = ByteBuffer.allocate(16 + bytes);
    file.putInt(magic).putInt(count).putInt(height).putInt(width);
    for (int i = 0; i < bytes; i++) {
      file.put((byte) (i * 3));
    }
    return file.array();
  }

  private static byte[] idxLabels(int magic, int count, int... labels) {
    ByteBuffer file = ByteBuffer.allocate(8 + labels.length).putInt(magic).putInt(count);
    for (int label : labels) {
      file.put((byte) label);
    }
    return file.array();
  }

  private static final byte[] IMAGES = idxImages(0x803, 3, 4, 5, 60);
  private static final byte[] LABELS = idxLabels(0x801, 3, 2, 0, 1);

  private static byte[] gzip(byte[] bytes) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dataset idx(byte[] images, byte[] labels) {
    return Idx.read(
        new ByteArrayInputStream(images), "images", new ByteArrayInputStream(labels), "labels");
  }

  @Test
  void idxIsReadCompressedOrNot() {
    for (Dataset data : List.of(idx(IMAGES, LABELS), idx(gzip(IMAGES), LABELS),
        idx(gzip(IMAGES), gzip(LABELS)))) {
      assertEquals("3 images of 1×4×5 in 3 classes", data.toString());
      assertEquals(2, data.label(0));
      assertEquals(1, data.label(2));
      byte[] pixels = new byte[20];
      data.images().read(2, pixels);
      assertArrayEquals(Arrays.copyOfRange(IMAGES, 16 + 40, 16 + 60), pixels);
    }
  }

  @Test
  void idxFilesAreFoundUnderTheirUsualNames() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), IMAGES);
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(LABELS));
    assertEquals(3, Idx.train(folder).size());
    assertEquals(
        "there is neither `t10k-images-idx3-ubyte` nor `t10k-images-idx3-ubyte.gz` in `%s`"
            .formatted(folder),
        problem(() -> Idx.test(folder)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyCutOfAnIdxFileIsTold(boolean compressed) {
    byte[] images = compressed ? gzip(IMAGES) : IMAGES;
    byte[] labels = compressed ? gzip(LABELS) : LABELS;
    for (int length = 0; length < images.length; length++) {
      byte[] cut = Arrays.copyOf(images, length);
      String told = problem(() -> idx(cut, labels));
      assertTrue(told.contains("images") && !told.contains("null"), told);
    }
    for (int length = 0; length < labels.length; length++) {
      byte[] cut = Arrays.copyOf(labels, length);
      String told = problem(() -> idx(images, cut));
      assertTrue(told.contains("labels") && !told.contains("null"), told);
    }
  }

  @Test
  void lyingIdxFilesAreTold() {
    assertEquals(
        "`images` does not hold IDX images: it begins with 0x00000801, not 0x00000803",
        problem(() -> idx(LABELS, LABELS)));
    assertEquals(
        "`labels` does not hold IDX labels: it begins with 0x00000803, not 0x00000801",
        problem(() -> idx(IMAGES, IMAGES)));
    assertEquals(
        "`images` has 4 images but `labels` has 3 labels",
        problem(() -> idx(idxImages(0x803, 4, 4, 5, 80), LABELS)));
    assertEquals(
        "`images` is cut short: its header announces more than it holds",
        problem(() -> idx(idxImages(0x803, 3, 4, 5, 59), LABELS)));
    assertEquals(
        "`images` holds more than its header announces: it is damaged",
        problem(() -> idx(idxImages(0x803, 3, 4, 5, 61), LABELS)));
    assertEquals(
        "`images` claims images of 4×1,000,000,000 pixels: it is damaged",
        problem(() -> idx(idxImages(0x803, 3, 4, 1_000_000_000, 60), LABELS)));
    assertEquals(
        "`images` claims images of 0×5 pixels: it is damaged",
        problem(() -> idx(idxImages(0x803, 3, 0, 5, 0), LABELS)));
    assertEquals(
        "`labels` claims a dimension of 4,294,967,295: it is damaged",
        problem(() -> idx(IMAGES, idxLabels(0x801, -1, 0, 0, 0))));
    assertEquals(
        "`labels` is cut short: its header announces more than it holds",
        problem(() -> idx(IMAGES, idxLabels(0x801, Integer.MAX_VALUE, 0, 0, 0))));
  }

  @Test
  void bothHalvesOfAFolderHaveTheSameClasses() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), IMAGES);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idxLabels(0x801, 3, 0, 1, 2));
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), IMAGES);
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idxLabels(0x801, 3, 0, 4, 0));
    List<String> five = List.of("0", "1", "2", "3", "4");
    assertEquals(five, Idx.train(folder).classNames());
    assertEquals(five, Idx.test(folder).classNames());
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idxLabels(0x801, 3, 0, 0, 0));
    assertEquals(Idx.train(folder).classNames(), Idx.test(folder).classNames());
    List<String> names = List.of("shirt", "shoe");
    assertEquals(names, Idx.test(folder, names).classNames());
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    assertEquals(List.of("0"), Idx.test(folder).classNames());
  }

  @Test
  void whatIsNoOrdinaryFileIsNotOpened() {
    assertEquals(
        "`%s` is no ordinary file".formatted(folder), problem(() -> Idx.read(folder, folder)));
    Path none = folder.resolve("none");
    assertEquals("there is no file `%s`".formatted(none), problem(() -> Idx.read(folder, none)));
  }

  @Test
  void classNamesThatAreTwiceThereAreTold() throws IOException {
    Files.write(folder.resolve("test.bin"), cifar(2, 42));
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\n".repeat(100));
    assertEquals(
        "two classes are called `apple`: labels are told apart by names",
        problem(() -> Cifar100.test(folder)));
    Files.write(folder.resolve("fine_label_names.txt"), new byte[] {(byte) 0xE9, '\n'});
    assertTrue(problem(() -> Cifar100.test(folder)).endsWith("names 1 classes, not 100"));
  }

  @Test
  void aLabelWithoutANameIsTold() {
    assertEquals(
        "image 0 has the label 2, but there are only 2 classes",
        problem(
            () -> Idx.read(
                new ByteArrayInputStream(IMAGES),
                "images",
                new ByteArrayInputStream(LABELS),
                "labels",
                List.of("a", "b"))));
  }

  // Image folders

  private void image(String path, int width, int height, Color... stripes) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    int stripe = width / stripes.length;
    for (int i = 0; i < stripes.length; i++) {
      graphics.setColor(stripes[i]);
      graphics.fillRect(i * stripe, 0, stripe, height);
    }
    graphics.dispose();
    Path file = folder.resolve(path);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    assertTrue(ImageIO.write(image, "png", file.toFile()));
  }

  @Test
  void classesAreFoldersInOrder() throws IOException {
    image("dog/b.png", 8, 8, Color.RED);
    image("dog/a.PNG", 8, 8, Color.BLUE);
    image("cat/c.png", 8, 8, Color.GREEN);
    Files.writeString(folder.resolve("dog/readme.txt"), "no image");
    Files.createDirectory(folder.resolve("empty"));
    Dataset data = ImageFolder.of(folder, 3, 2, 2);
    assertEquals(List.of("cat", "dog", "empty"), data.classNames());
    assertEquals("3 images of 3×2×2 in 3 classes (none in `empty`)", data.toString());
    assertEquals(3, data.size());
    assertArrayEquals(new int[] {0, 1, 1}, new int[] {data.label(0), data.label(1), data.label(2)});
    float[] green = {0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0};
    float[] blue = {0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1};
    assertArrayEquals(green, data.image(0));
    assertArrayEquals(blue, data.image(1));
    assertArrayEquals(blue, data.image(1), "the second time from memory");
  }

  @Test
  void imagesAreScaledToCoverAndCutAtTheCentre() throws IOException {
    // 120×40: three squares side by side; covering 10×10 keeps the middle one.
    image("a/wide.png", 120, 40, Color.RED, Color.WHITE, Color.BLUE);
    byte[] pixels = ImageFolder.pixels(folder.resolve("a/wide.png"), 3, 10, 10);
    for (int y = 0; y < 10; y++) {
      for (int x = 1; x < 9; x++) {
        for (int c = 0; c < 3; c++) {
          assertEquals((byte) 255, pixels[(y * 10 + x) * 3 + c], x + ", " + y);
        }
      }
    }
    image("a/small.png", 2, 2, Color.RED);
    byte[] grey = ImageFolder.pixels(folder.resolve("a/small.png"), 1, 8, 6);
    assertEquals(48, grey.length);
    for (byte value : grey) {
      assertEquals(76, value, "0.299 of 255");
    }
  }

  @Test
  void badImageFoldersAreTold() throws IOException {
    assertTrue(problem(() -> ImageFolder.of(folder, 3, 2, 2)).contains("holds no images"));
    Path none = folder.resolve("none");
    assertEquals(
        "there is no folder `%s`".formatted(none), problem(() -> ImageFolder.of(none, 3, 2, 2)));
    assertEquals(
        "image files give 3 channels (colour) or 1 (grey), not 4",
        problem(() -> ImageFolder.of(folder, 4, 2, 2)));
    Path bad = Files.createDirectory(folder.resolve("a")).resolve("bad.png");
    Files.writeString(bad, "this is no image");
    Dataset data = ImageFolder.of(folder, 3, 2, 2);
    assertEquals(
        "cannot read `%s`: it is not a picture of a known format (PNG, JPEG, GIF, BMP)"
            .formatted(bad),
        problem(() -> data.image(0)));
    image("a/cut.png", 8, 8, Color.RED);
    Path cut = folder.resolve("a/cut.png");
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 30));
    assertTrue(
        problem(() -> ImageFolder.pixels(cut, 3, 2, 2))
            .startsWith("cannot read `%s`: ".formatted(cut)));
  }
}
