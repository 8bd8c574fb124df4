package dev.throughline.samples.cli;

import dev.throughline.runtime.data.Dataset;
import dev.throughline.samples.embedded.EmbeddedFashion;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first of the embedded images as IDX files. */
final class SmallData {

  private SmallData() {}

  /** Writes so many images, of all ten classes in their natural order; returns the folder. */
  static Path write(Path folder, int train, int test) throws IOException {
    Files.createDirectories(folder);
    write(folder, "train", EmbeddedFashion.train(), train);
    write(folder, "t10k", EmbeddedFashion.test(), test);
    return folder;
  }

  private static void write(Path folder, String part, Dataset images, int count)
      throws IOException {
    byte[] pixels = new byte[images.height() * images.width()];
    try (DataOutputStream out = open(folder.resolve(part + "-images-idx3-ubyte"))) {
      out.writeInt(0x0803);
      out.writeInt(count);
      out.writeInt(images.height());
      out.writeInt(images.width());
      for (int i = 0; i < count; i++) {
        images.images().read(i, pixels);
        out.write(pixels);
      }
    }
    try (DataOutputStream out = open(folder.resolve(part + "-labels-idx1-ubyte"))) {
      out.writeInt(0x0801);
      out.writeInt(count);
      for (int i = 0; i < count; i++) {
        out.writeByte(images.label(i));
      }
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(Files.newOutputStream(file));
  }
}
