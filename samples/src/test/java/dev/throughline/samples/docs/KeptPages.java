package dev.throughline.samples.docs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Markdown pages that are kept in {@code generated-docs}: all but the code of most networks, and the others
 * without links to these. {@code mvn -Psite} writes them all.
 */
final class KeptPages {
  /** Networks whose training step and kernels people read. */
  private static final Set<String> WITH_CODE =
      Set.of("FashionNet", "ResNet20", "GoogLeNet", "EncoderClassifier");

  private static final Pattern CODE = Pattern.compile("(.*)-(step|kernels)\\.md");

  /** What an overview says of its links to kernels, and the neighbours' links. */
  private static final List<String> OF_LINKS =
      List.of(
          " A kernel's name leads to its source.", " · [Training step](%s)", " · [Kernels](%s)");

  /** Enough to tell pages apart, and short enough to read a difference. */
  private static final int DIGEST_BYTES = 8;

  private final SortedMap<String, String> all;

  /** Chosen from {@code all} Markdown pages and pictures. */
  KeptPages(SortedMap<String, String> all) {
    this.all = all;
  }

  SortedMap<String, String> kept() {
    SortedMap<String, String> kept = new TreeMap<>();
    all.forEach(
        (name, text) -> {
          if (!isLeftOut(name)) {
            kept.put(name, withoutLinks(text));
          }
        });
    return kept;
  }

  /** Of the pages that are left out, to see which change. */
  String digests() {
    return all.entrySet().stream()
        .filter(page -> isLeftOut(page.getKey()))
        .map(page -> digest(page.getValue()) + "  " + page.getKey() + "\n")
        .collect(Collectors.joining());
  }

  private static boolean isLeftOut(String name) {
    Matcher code = CODE.matcher(name);
    return code.matches() && !WITH_CODE.contains(code.group(1));
  }

  private String withoutLinks(String page) {
    String text = page;
    for (String name : all.keySet()) {
      if (isLeftOut(name) && text.contains(name)) {
        for (String words : OF_LINKS) {
          text = text.replace(words.formatted(name), "");
        }
        Pattern link = Pattern.compile("\\[(`[^`]+`)]\\(" + Pattern.quote(name) + "#[^)]*\\)");
        Matcher links = link.matcher(text);
        text = links.replaceAll("$1");
      }
    }
    return text;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
