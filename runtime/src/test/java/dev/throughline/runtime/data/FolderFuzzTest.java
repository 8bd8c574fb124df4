package dev.throughline.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.picture.Samples;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of whatever people leave in them: labels follow names, or a sentence says why not. */
class FolderFuzzTest {
  private static final int TREES = 300;
  private static final List<String> CLASSES =
      List.of("a", "B", "b", "a.png", "10", "9", "x y", "-", "CON", ".git", "__MACOSX", "~");
  private static final List<String> FILES =
      List.of("1.png", "2.PNG", "png", ".png", "x.png.txt", "._1.png", "notes", "3.gif", "4.jpg");

  private final Random random = new Random(7);

  @TempDir
  private Path folder;

  @Test
  void everyFolderIsReadByItsNamesOrRefusedInASentence() throws IOException {
    int read = 0;
    int refused = 0;
    for (int i = 0; i < TREES; i++) {
      Path root = Files.createDirectory(folder.resolve("tree" + i));
      grow(root);
      try {
        check(root, ImageFolder.of(root, 3, 2, 2));
        read++;
      } catch (DataException e) {
        String told = String.valueOf(e.getMessage());
        assertFalse(told.contains("null") || told.contains("Exception"), told);
        refused++;
      }
    }
    assertTrue(read > 50 && refused > 50, read + " read, " + refused + " refused");
  }

  private void grow(Path root) throws IOException {
    for (int i = random.nextInt(6); i >= 0; i--) {
      try {
        Path ofClass = Files.createDirectories(root.resolve(pick(CLASSES)));
        for (int k = random.nextInt(4); k > 0; k--) {
          Files.write(ofClass.resolve(pick(FILES)), Samples.bytes("rgb8.png"));
        }
        oddity(root, ofClass);
      } catch (FileSystemException e) {
        // A link or a folder has the name: the tree is odd enough.
      }
    }
  }

  private void oddity(Path root, Path ofClass) throws IOException {
    switch (random.nextInt(24)) {
      case 0 -> Files.createFile(ofClass.resolve("5.png"));
      case 1 -> Files.createDirectory(ofClass.resolve(pick(FILES)));
      case 2 -> Files.createSymbolicLink(ofClass.resolve("6.png"), Path.of("none"));
      case 3 -> Files.createSymbolicLink(root.resolve(pick(CLASSES)), Path.of(pick(CLASSES)));
      case 4 -> Files.createFile(root.resolve(pick(FILES)));
      case 5 -> Files.createSymbolicLink(ofClass.resolve("7"), root);
      case 6 -> Files.createFile(ofClass.resolve("8.webp"));
      default -> {}
    }
  }

  private String pick(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private static void check(Path root, Dataset data) throws IOException {
    TreeSet<String> expected = new TreeSet<>();
    int images = 0;
    try (var folders = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path ofClass : folders) {
        String name = ofClass.getFileName().toString();
        if (!name.startsWith(".") && !name.startsWith("__")) {
          expected.add(name);
          int here = count(ofClass);
          int label = data.classNames().indexOf(name);
          int labelled = 0;
          for (int i = 0; i < data.size(); i++) {
            labelled += data.label(i) == label ? 1 : 0;
          }
          assertEquals(here, labelled, "images of " + name + " in " + root);
          images += here;
        }
      }
    }
    assertEquals(List.copyOf(expected), data.classNames());
    assertEquals(images, data.size());
  }

  private static int count(Path ofClass) throws IOException {
    int images = 0;
    for (String name : List.of("1.png", "2.PNG", "3.gif", "4.jpg")) {
      images += Files.exists(ofClass.resolve(name)) ? 1 : 0;
    }
    return images;
  }
}
