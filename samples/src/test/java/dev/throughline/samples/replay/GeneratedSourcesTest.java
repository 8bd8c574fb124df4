package dev.throughline.samples.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A change that moves code about leaves every generated source of every sample as it was, byte by byte; one that
 * means to change them shows here which.
 */
class GeneratedSourcesTest {
  private static final Path SOURCES = Path.of("target", "generated-sources", "annotations");

  /** Enough to tell sources apart, and short enough to read a difference. */
  private static final int DIGEST_BYTES = 8;

  @Test
  void everySampleIsCompiledIntoTheSourcesItWasBefore() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      List<Path> sources = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      assertTrue(sources.size() > 100, () -> "only " + sources);
      Golden.of("generated-sources.txt")
          .matches(
              sources.stream()
                  .map(file -> digest(file) + "  " + name(file) + "\n")
                  .collect(Collectors.joining()));
    }
  }

  private static String name(Path file) {
    return SOURCES.relativize(file).toString().replace('\\', '/');
  }

  private static String digest(Path file) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
