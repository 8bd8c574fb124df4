package dev.throughline.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.picture.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels follow the names of folders, and no image is lost in silence. */
class ImageFolderTest {
  @TempDir
  private Path folder;

  private Path put(String path) throws IOException {
    // By their addresses, which can name files in every locale.
    String escaped = URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/");
    Path file = Path.of(URI.create(folder.toUri() + escaped));
    Files.createDirectories(file.getParent());
    return Files.write(file, Samples.bytes("rgb8.png"));
  }

  private Dataset read() {
    return ImageFolder.of(folder, 3, 4, 4);
  }

  private static List<String> classesOf(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(i -> data.classNames().get(data.label(i)))
        .toList();
  }

  private static String problem(Runnable action) {
    return String.valueOf(assertThrows(DataException.class, action::run).getMessage());
  }

  @Test
  void aFolderWithoutImagesKeepsTheLabelsOfLaterClasses() throws IOException {
    put("ant/1.png");
    put("cat/1.png");
    Files.createDirectory(folder.resolve("bee"));
    Files.createDirectory(folder.resolve("zoo"));
    Files.writeString(Files.createDirectory(folder.resolve("auk")).resolve("note.txt"), "later");
    Dataset data = read();
    assertEquals(List.of("ant", "auk", "bee", "cat", "zoo"), data.classNames());
    assertEquals(List.of("ant", "cat"), classesOf(data));
    assertTrue(data.toString().endsWith("5 classes (none in `auk`, `bee`, `zoo`)"),
        data.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {".cache", ".ipynb_checkpoints", "__MACOSX", "@eaDir", "lost+found"})
  void aHiddenFolderIsNoClass(String hidden) throws IOException {
    put("cat/1.png");
    put(hidden + "/2.png");
    put("cat/" + hidden + "/3.png");
    assertEquals(List.of("cat"), read().classNames());
    assertEquals(1, read().size());
  }

  @Test
  void classesAreInTheOrderOfCodePointsInEveryLocale() throws IOException {
    List<String> names = List.of("B", "Z", "a", "b", "i", "z", "Ä", "İ", "ﬀ", "𝒜");
    for (String name : names) {
      put(name + "/1.png");
    }
    Locale before = Locale.getDefault();
    try {
      for (String language : List.of("en", "tr", "sv", "ar")) {
        Locale.setDefault(Locale.of(language));
        assertEquals(names, read().classNames());
        assertEquals(names, classesOf(read()));
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void namesAreTheSameHoweverTheirAccentsAreStored() throws IOException {
    put("cafe\u0301/1.png"); // as macOS may write it
    put("caff/1.png");
    assertEquals(List.of("caff", "café"), read().classNames());
    assertEquals(List.of("caff", "café"),
        classesOf(ImageFolder.of(folder, 3, 4, 4, List.of("café", "caff"))));
    put("café/1.png");
    assertEquals(
        "two folders in `%s` are called `café`: they differ only in how accents are stored"
            .formatted(folder),
        problem(this::read));
  }

  @Test
  void testImagesAreReadWithTheClassesOfTheTrainingImages() throws IOException {
    put("cat/1.png");
    put("elk/1.png");
    List<String> training = List.of("ant", "cat", "dog", "elk");
    Dataset test = ImageFolder.of(folder, 3, 4, 4, training);
    assertEquals(training, test.classNames());
    assertEquals(List.of("cat", "elk"), classesOf(test));
    assertEquals(List.of("cat", "elk"), ImageFolder.classNames(folder));
    List<String> shuffled = List.of("elk", "dog", "cat");
    assertEquals(List.of("cat", "elk"), classesOf(ImageFolder.of(folder, 3, 4, 4, shuffled)));
    assertEquals(
        "`%s` has the class folder `elk`, but the classes are `Elk`, `cat`: rename it, or move it away"
            .formatted(folder),
        problem(() -> ImageFolder.of(folder, 3, 4, 4, List.of("Elk", "cat"))));
    assertEquals(
        "two classes are called `cat`: labels are told apart by names",
        problem(() -> ImageFolder.of(folder, 3, 4, 4, List.of("cat", "cat", "elk"))));
  }

  @Test
  void onlyFilesWithTheSuffixOfAPictureAreImages() throws IOException {
    for (String name : List.of("png", "x.png.txt", ".png", "._1.png", "photopng", "Thumbs.db")) {
      put("cat/" + name);
    }
    assertTrue(problem(this::read).contains("holds no images"));
    put("cat/photo.PNG");
    put("cat/a.b.Jpeg");
    assertEquals(2, read().size());
    assertEquals("image files give",
        problem(() -> ImageFolder.of(folder, 2, 4, 4)).substring(0, 16));
    assertTrue(problem(() -> ImageFolder.of(folder, 3, 0, 4)).contains("not to 0×4"));
    assertTrue(problem(() -> ImageFolder.of(folder, 3, 1 << 20, 1 << 20)).contains("16,384"));
  }

  @Test
  void whatCouldBeALostImageIsRefused() throws IOException {
    put("cat/1.png");
    assertRefused(put("2.png"), "lies beside the folders of classes");
    assertRefused(put("cat/old/2.png").getParent(), "is a folder inside the folder of a class");
    assertRefused(put("cat/a.png/2.png").getParent(), "is a folder inside the folder of a class");
    assertRefused(put("cat/2.webp"), "is a picture of a format that is not read");
    assertRefused(put("cat/2.TIF"), "is a picture of a format that is not read");
    assertRefused(Files.createFile(folder.resolve("cat/2.png")), "is empty");
    Path link = folder.resolve("cat/2.png");
    assertRefused(Files.createSymbolicLink(link, Path.of("none")), "is a link that leads nowhere");
    Path loop = folder.resolve("bee");
    assertRefused(Files.createSymbolicLink(loop, Path.of("bee")), "is a link that leads nowhere");
    assertEquals(1, read().size());
  }

  private void assertRefused(Path entry, String why) throws IOException {
    String told = problem(this::read);
    assertTrue(told.startsWith("`" + entry + "` ") && told.contains(why), told);
    if (Files.isDirectory(entry)) {
      try (var inside = Files.list(entry)) {
        for (Path file : inside.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.delete(entry);
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path real = put("real/1.png").getParent();
    Files.createSymbolicLink(folder.resolve("linked"), real);
    Files.createSymbolicLink(folder.resolve("real/2.png"), real.resolve("1.png"));
    assertEquals(List.of("linked", "linked", "real", "real"), classesOf(read()));
    assertArrayEquals(read().image(0), read().image(3));
    Files.createSymbolicLink(folder.resolve("circle"), folder);
    assertTrue(problem(this::read).contains("is a folder inside the folder of a class"));
  }

  @Test
  void aFolderNamedLikeAPictureIsAClass() throws IOException {
    put("a.png/1.png");
    assertEquals(List.of("a.png"), read().classNames());
  }

  @Test
  void damagedImagesAreToldByTheirFile() throws IOException {
    Path file = put("cat/1.png");
    Files.write(file, Arrays.copyOf(Samples.bytes("rgb8.png"), 100));
    assertEquals(
        "cannot read `%s`: it is cut short".formatted(file), problem(() -> read().image(0)));
    Files.delete(file);
    Dataset data = ImageFolder.of(put("cat/2.png").getParent().getParent(), 3, 4, 4);
    Files.delete(folder.resolve("cat/2.png"));
    assertEquals(
        "there is no file `%s`".formatted(folder.resolve("cat/2.png")),
        problem(() -> data.image(0)));
  }
}
