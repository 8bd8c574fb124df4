package dev.throughline.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.throughline.runtime.picture.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Under LC_ALL=C, Java has no letters beyond ASCII: names of files must survive it. */
@DisabledOnOs(OS.WINDOWS)
class PlainLocaleTest {
  private static final List<String> CLASSES = List.of("Katze", "Äpfel", "čmelák", "日本", "😀");

  @TempDir
  private Path folder;

  /** Prints classes, labels and sums of pixels, escaped. */
  static final class Show {
    public static void main(String[] arguments) {
      Dataset data = ImageFolder.of(Path.of(arguments[0]), 3, 4, 4);
      data.classNames()
          .forEach(name -> System.out.println(URLEncoder.encode(name, StandardCharsets.UTF_8)));
      for (int i = 0; i < data.size(); i++) {
        System.out.println(data.label(i) + " " + Arrays.hashCode(data.image(i)));
      }
    }
  }

  @Test
  void namesBeyondAsciiAreReadUnderEveryLocale() throws IOException, InterruptedException {
    for (String name : CLASSES) {
      for (String file : List.of("ü.png", "写真.PNG", "a.png")) {
        String escaped =
            URLEncoder.encode(name + "/" + file, StandardCharsets.UTF_8).replace("%2F", "/");
        Path path = Path.of(URI.create(folder.toUri() + escaped));
        Files.createDirectories(path.getParent());
        Files.write(path, Samples.bytes(file.startsWith("a") ? "grey8.png" : "rgb8.png"));
      }
    }
    List<String> plain = new AnotherJava("C").lines(Show.class, folder.toString());
    assertEquals(CLASSES.size() + 3 * CLASSES.size(), plain.size());
    for (int k = 0; k < CLASSES.size(); k++) {
      assertEquals(URLEncoder.encode(CLASSES.get(k), StandardCharsets.UTF_8), plain.get(k));
    }
    assertEquals(plain, new AnotherJava("POSIX").lines(Show.class, folder.toString()));
    assertEquals(plain, new AnotherJava("C.UTF-8").lines(Show.class, folder.toString()));
  }
}
