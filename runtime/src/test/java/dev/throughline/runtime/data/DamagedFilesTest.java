package dev.throughline.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.picture.Samples;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of data, in a Java of 512 MB: each is read, or refused with one exception and one sentence.
 */
class DamagedFilesTest {
  private static final int PICTURES = 2000;
  private static final int OTHERS = 500; // of IDX, and of CIFAR

  @TempDir
  private Path folder;

  @Test
  void everyDamagedFileIsReadOrRefusedInASentence() throws IOException, InterruptedException {
    List<String> lines =
        new AnotherJava("C.UTF-8", "-Xmx512m").lines(Fuzz.class, folder.toString());
    assertEquals(1, lines.size(), String.join("\n", lines));
    String[] counts = lines.getFirst().split(" ");
    assertEquals(PICTURES + 2 * OTHERS, Integer.parseInt(counts[0]) + Integer.parseInt(counts[1]));
    assertTrue(Integer.parseInt(counts[0]) > 100, lines.getFirst());
    assertTrue(Integer.parseInt(counts[1]) > 1000, lines.getFirst());
  }

  @Test
  void filesThatUnpackWithoutEndAreRefused() throws IOException, InterruptedException {
    List<String> lines =
        new AnotherJava("C.UTF-8", "-Xmx512m").lines(Bombs.class, folder.toString());
    List<String> expected =
        List.of(
            "`images.gz` has 9 images but `labels` has 3 labels",
            "the data in `images.gz` need 706 MB of memory, more than a heap of 512 MB has left",
            "`images.gz` is cut short",
            "`images.gz` holds more than its header announces",
            "the data in `labels.gz` need 24,",
            "the data in `labels.gz` need 98,",
            "the images in",
            "its 8,000×8,000 pixels take 183 MB");
    assertEquals(expected.size(), lines.size(), String.join("\n", lines));
    for (int i = 0; i < lines.size(); i++) {
      assertTrue(lines.get(i).contains(expected.get(i)), lines.get(i));
    }
  }

  /** Reads damaged files; prints how many were read and how many refused. */
  static final class Fuzz {
    private final Path folder;
    private int read;
    private int refused;

    private Fuzz(Path folder) {
      this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
      Fuzz fuzz = new Fuzz(Path.of(arguments[0]));
      fuzz.pictures();
      fuzz.idx();
      fuzz.cifar();
      System.out.println(fuzz.read + " " + fuzz.refused);
    }

    private void pictures() throws IOException {
      List<byte[]> sound = Samples.names().stream().map(Samples::bytes).toList();
      DamagedFiles ways = new DamagedFiles(1, sound);
      Path file = folder.resolve("picture.png");
      for (int i = 0; i < PICTURES; i++) {
        Files.write(file, ways.damage(sound.get(i % sound.size())));
        int channels = i % 2 == 0 ? 3 : 1;
        attempt(
            "picture " + Samples.names().get(i % sound.size()),
            () -> ImageFolder.pixels(file, channels, 7, 6).length == 42 * channels);
      }
    }

    private void idx() throws IOException {
      Map<String, byte[]> sound = DamagedFiles.idx();
      write(sound);
      List<String> names = new ArrayList<>(sound.keySet());
      DamagedFiles ways = new DamagedFiles(2, List.copyOf(sound.values()));
      for (int i = 0; i < OTHERS; i++) {
        String name = names.get(i % names.size());
        byte[] whole = sound.get(name);
        Files.write(folder.resolve(name), ways.damage(whole));
        boolean train = name.startsWith("train");
        attempt(name, () -> all(train ? Idx.train(folder) : Idx.test(folder)));
        Files.write(folder.resolve(name), whole);
      }
    }

    private void cifar() throws IOException {
      Map<String, byte[]> sound =
          Map.of("test_batch.bin", DamagedFiles.cifar(1, 4), "test.bin", DamagedFiles.cifar(2, 4));
      DamagedFiles ways = new DamagedFiles(3, List.copyOf(sound.values()));
      for (int i = 0; i < OTHERS; i++) {
        String name = i % 2 == 0 ? "test_batch.bin" : "test.bin";
        Files.write(folder.resolve(name), ways.damage(sound.get(name)));
        boolean ten = i % 2 == 0;
        attempt(name, () -> all(ten ? Cifar10.test(folder) : Cifar100.test(folder)));
      }
    }

    private void write(Map<String, byte[]> files) throws IOException {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }

    /** Whether every image has its pixels and a label with a name. */
    private static boolean all(Dataset data) {
      for (int i = 0; i < data.size(); i++) {
        data.classNames().get(data.label(i));
        data.image(i);
      }
      return data.size() > 0 || data.classes() == 0;
    }

    private void attempt(String what, Supplier<Boolean> reading) {
      try {
        if (reading.get()) {
          read++;
        } else {
          System.out.println(what + " was read wrongly");
        }
      } catch (DataException e) {
        refused++;
        String told = String.valueOf(e.getMessage());
        if (told.contains("null") || told.contains("java.") || told.contains("Exception")
            || told.contains("\n")) {
          System.out.println(what + ": " + told);
        }
      } catch (Throwable t) {
        System.out.println(what + ": " + t + " " + Arrays.toString(t.getStackTrace()));
      }
    }
  }

  /** Reads files that claim or unpack to far more than memory holds; prints what is said. */
  static final class Bombs {
    private static final byte[] THREE_LABELS = {0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2};

    private Bombs() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      Path images = folder.resolve("images.gz");
      Path labels = folder.resolve("labels");
      Path packed = folder.resolve("labels.gz");
      Files.write(labels, THREE_LABELS);
      Files.write(images, DamagedFiles.bomb(header(9, 1, 1), 1));
      say(folder, () -> Idx.read(images, labels));
      Files.write(images, DamagedFiles.bomb(header(3, 15_700, 15_700), 800));
      say(folder, () -> Idx.read(images, labels));
      Files.write(images, DamagedFiles.bomb(header(3, 15_700, 15_700), 1));
      say(folder, () -> Idx.read(images, labels));
      Files.write(images, DamagedFiles.bomb(header(3, 1, 1), 800));
      say(folder, () -> Idx.read(images, labels));
      Files.write(packed, DamagedFiles.bomb(labelHeader(1 << 29), 600));
      say(folder, () -> Idx.read(images, packed));
      Files.write(packed, DamagedFiles.bomb(labelHeader(Integer.MAX_VALUE), 600));
      say(folder, () -> Idx.read(images, packed));
      try (RandomAccessFile file =
          new RandomAccessFile(folder.resolve("test_batch.bin").toFile(), "rw")) {
        file.setLength(3073L * 1_000_000); // holes, but as long as 3 GB
      }
      say(folder, () -> Cifar10.test(folder));
      Path picture = folder.resolve("picture.png");
      Files.write(picture, Samples.png(8000, 8000, new byte[200_000]));
      say(folder, () -> ImageFolder.pixels(picture, 3, 8, 8));
    }

    private static byte[] header(int count, int height, int width) {
      return ByteBuffer.allocate(16).putInt(0x803).putInt(count).putInt(height).putInt(width)
          .array();
    }

    private static byte[] labelHeader(int count) {
      return ByteBuffer.allocate(8).putInt(0x801).putInt(count).array();
    }

    private static void say(Path folder, Supplier<Object> reading) {
      try {
        System.out.println("read: " + reading.get());
      } catch (DataException e) {
        System.out.println(String.valueOf(e.getMessage()).replace(folder + "/", ""));
      } catch (Throwable t) {
        t.printStackTrace(System.out);
      }
    }
  }
}
