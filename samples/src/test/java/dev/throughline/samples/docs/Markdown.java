package dev.throughline.samples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of this repository as its readers copy from it. */
record Markdown(Path file, String text) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LISTING = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  /** A fenced listing. */
  record Listing(String language, String text, int line) {}

  /** A page, by its path from the root of the repository. */
  static Markdown of(String path) {
    Path file = ROOT.resolve(path);
    try {
      return new Markdown(file, Files.readString(file).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its listings in a language. */
  List<Listing> listings(String language) {
    Matcher listing = LISTING.matcher(text);
    return listing.results()
        .filter(found -> found.group(1).equals(language))
        .map(
            found -> new Listing(
                found.group(1), found.group(2),
                1 + (int) text.substring(0, found.start()).lines().count()))
        .toList();
  }

  /** The one listing in a language. */
  String listing(String language) {
    List<Listing> all = listings(language);
    if (all.size() != 1) {
      throw new IllegalStateException(file + " has " + all.size() + " listings of " + language);
    }
    return all.getFirst().text();
  }

  /** The page without its listings. */
  String prose() {
    return LISTING.matcher(text).replaceAll("");
  }
}
