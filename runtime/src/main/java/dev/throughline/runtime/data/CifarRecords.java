package dev.throughline.runtime.data;

import dev.throughline.runtime.message.Quote;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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

  Dataset read(Stream<String> names, List<String> classNames) {
    List<Path> files = names.map(folder::resolve).toList();
    long records = 0;
    for (Path file : files) {
      records += records(file);
    }
    return Heap.take(
        "the images in " + Quote.path(folder),
        records * (CHANNELS * PLANE + Heap.BYTES_PER_IMAGE),
        "use fewer images",
        () -> {
          List<byte[]> pixels = new ArrayList<>();
          List<Integer> labels = new ArrayList<>();
          files.forEach(file -> readFile(file, pixels, labels, classNames.size()));
          return Dataset.of(new MemoryImages(CHANNELS, SIZE, SIZE, pixels, labels, classNames));
        });
  }

  /** How many records a file has, told from its length. */
  private long records(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "there is no file %s: unpack the binary version of the data set there"
              .formatted(Quote.path(file)));
    }
    try {
      long bytes = Files.size(file);
      if (bytes == 0 || bytes % recordBytes() != 0) {
        throw new DataException(
            String.format(Locale.ROOT,
                "%s has %,d bytes, not a whole number of records of %,d: it was cut short or is of"
                    + " another format",
                Quote.path(file), bytes, recordBytes()));
      }
      return bytes / recordBytes();
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  private int recordBytes() {
    return labelBytes + CHANNELS * PLANE;
  }

  private void readFile(Path file, List<byte[]> pixels, List<Integer> labels, int classes) {
    long records = records(file);
    byte[] record = new byte[recordBytes()];
    try (InputStream in = new BufferedInputStream(DataFile.open(file), 1 << 16)) {
      for (long i = 0; i < records; i++) {
        if (in.readNBytes(record, 0, record.length) < record.length) {
          throw new EOFException(); // somebody else has cut it since
        }
        int label = record[labelAt] & 0xFF;
        if (label >= classes) {
          throw new DataException(
              String.format(Locale.ROOT,
                  "record %,d of %s has the label %d, but there are only %d classes", i,
                  Quote.path(file), label, classes));
        }
        labels.add(label);
        pixels.add(featuresLast(record, labelBytes));
      }
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
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
