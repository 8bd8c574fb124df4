package dev.throughline.processor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that a test expects, kept in {@code src/test/resources/golden}.
 *
 * <p>{@code mvn test -Dgolden=update} writes what came out instead; the difference is part of the review.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private final Path file;

  private Golden(Path file) {
    this.file = file;
  }

  /** The file {@code name} of the golden folder, such as {@code traces/training.txt}. */
  public static Golden of(String name) {
    return new Golden(FOLDER.resolve(name));
  }

  /** Fails unless {@code actual} is what the file holds; line ends do not count. */
  public void matches(String actual) {
    String text = actual.replace("\r\n", "\n");
    try {
      if ("update".equals(System.getProperty("golden"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return;
      }
      if (!Files.exists(file)) {
        fail("no golden file %s; -Dgolden=update writes it".formatted(file.toAbsolutePath()));
      }
      String expected = Files.readString(file).replace("\r\n", "\n");
      assertEquals(
          expected, text, () -> "%s differs; -Dgolden=update rewrites it".formatted(file));
    } catch (IOException e) {
      throw new UncheckedIOException("golden file " + file, e);
    }
  }
}
