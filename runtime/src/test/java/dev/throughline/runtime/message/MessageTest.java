package dev.throughline.runtime.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
  @Test
  void whatATerminalWouldActOnIsEscaped() {
    assertEquals("`a\\u001b[31mb\\u000ac`", Quote.name("a\u001b[31mb\nc"));
    assertEquals("`\\u202eexe`", Quote.name("\u202eexe"));
    assertEquals("`größe`", Quote.name("größe"));
  }

  @Test
  void longNamesLoseTheirMiddle() {
    String name = Quote.name("a".repeat(5000) + "z");
    assertTrue(name.length() < 90, name);
    assertTrue(name.endsWith("az`"), name);
    assertTrue(Quote.path(Path.of("x".repeat(5000))).length() < 250);
  }

  @Test
  void longListsSayHowManyMore() {
    assertEquals("`a`, `b`, `c` and 2 more", Quote.names(List.of("a", "b", "c", "d", "e")));
    assertEquals("`a`, `b`", Quote.names(List.of("a", "b")));
  }

  @ParameterizedTest
  @MethodSource
  void aReasonHasNeitherNullNorTheNameOfAClass(Throwable failure) {
    String reason = Reason.of(failure);
    assertFalse(reason.isBlank());
    assertFalse(reason.contains("null"), reason);
    assertFalse(reason.contains("Exception"), reason);
  }

  static List<Throwable> aReasonHasNeitherNullNorTheNameOfAClass() {
    return List.of(
        new IOException(),
        new EOFException(),
        new ZipException(),
        new NoSuchFileException("data"),
        new AccessDeniedException("data"),
        new FileSystemException("data"),
        new FileSystemException("data", null, "No space left on device"),
        new UncheckedIOException(new IOException()),
        new IllegalStateException());
  }
}
