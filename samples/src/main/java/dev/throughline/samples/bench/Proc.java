package dev.throughline.samples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What Linux tells below {@code /proc}; other systems have no such files, and nothing is known there. */
final class Proc {
  private static final Path ROOT = Path.of("/proc");

  private Proc() {}

  /** The most memory that a process ever had resident. */
  static OptionalLong peakBytes(long pid) {
    return value(lines(ROOT.resolve(Long.toString(pid)).resolve("status")), "VmHWM")
        .map(size -> OptionalLong.of(Long.parseLong(size.replace(" kB", "")) << 10))
        .orElse(OptionalLong.empty());
  }

  /** Processor, cores, the widest vectors. */
  static String machine() {
    List<String> cpu = lines(ROOT.resolve("cpuinfo"));
    String architecture = System.getProperty("os.arch");
    StringBuilder machine = new StringBuilder(value(cpu, "model name").orElse(architecture));
    machine.append(
        String.format(Locale.ROOT, ", %d cores, ", Runtime.getRuntime().availableProcessors()));
    machine.append(vectors(value(cpu, "flags").or(() -> value(cpu, "Features")).orElse("")));
    return machine.append(", ").append(System.getProperty("os.name")).toString();
  }

  /** How many tasks wanted a core in the last minute, ours among them; empty if nobody says. */
  static String load() {
    return lines(ROOT.resolve("loadavg")).stream()
        .findFirst()
        .map(load -> load.split(" ", 2)[0])
        .orElse("");
  }

  private static String vectors(String flags) {
    List<String> all = List.of(flags.split(" ", -1));
    if (all.contains("avx512f")) {
      return "AVX-512";
    }
    if (all.contains("avx2")) {
      return "AVX2";
    }
    return all.contains("asimd") ? "NEON" : System.getProperty("os.arch");
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .map(line -> line.split(":", 2))
        .filter(line -> line.length == 2 && line[0].strip().equals(key))
        .map(line -> line[1].strip())
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
