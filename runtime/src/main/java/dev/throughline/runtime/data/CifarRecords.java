package dev.throughline.runtime.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads files of CIFAR records.
 *
 * @param folder where the files are
 * @param labelBytes bytes before the pixels of a record
 * @param labelAt which of them is the label
 */
record CifarRecords(Path folder, int labelBytes, int labelAt) {
  private static final int SIZE = 32;
  private static final int CHANNELS = 3;
  private static final int PLANE = SIZE * SIZE;

  CifarRecords(Path folder, String archiveFolder, int labelBytes, int labelAt) {
    this(
        Files.isDirectory(folder.resolve(archiveFolder)) ? folder.resolve(archiveFolder) : folder,
        labelBytes,
        labelAt);
  }

  Dataset read(Stream<String> files, List<String> classNames) {
    List<byte[]> pixels = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    files.forEach(name -> readFile(folder.resolve(name), pixels, labels, classNames.size()));
    return Dataset.of(new MemoryImages(CHANNELS, SIZE, SIZE, pixels, labels, classNames));
  }

  private void readFile(Path file, List<byte[]> pixels, List<Integer> labels, int classes) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "there is no file `%s`: unpack the binary version of the data set there".formatted(file));
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException("cannot read `%s`: %s".formatted(file, e.getMessage()), e);
    }
    int record = labelBytes + CHANNELS * PLANE;
    if (bytes.length == 0 || bytes.length % record != 0) {
      throw new DataException(
          String.format(Locale.ROOT,
              "`%s` has %,d bytes, not a whole number of records of %,d: it was cut short or is of",
              file, bytes.length, record)
              + " another format");
    }
    for (int at = 0; at < bytes.length; at += record) {
      int label = bytes[at + labelAt] & 0xFF;
      if (label >= classes) {
        throw new DataException(
            String.format(Locale.ROOT,
                "record %,d of `%s` has the label %d, but there are only %d classes", at / record,
                file, label, classes));
      }
      labels.add(label);
      pixels.add(featuresLast(bytes, at + labelBytes));
    }
  }

  private static byte[] featuresLast(byte[] planes, int at) {
    byte[] image = new byte[CHANNELS * PLANE];
    for (int pixel = 0; pixel < PLANE; pixel++) {
      for (int c = 0; c < CHANNELS; c++) {
        image[pixel * CHANNELS + c] = planes[at + c * PLANE + pixel];
      }
    }
    return image;
  }
}
