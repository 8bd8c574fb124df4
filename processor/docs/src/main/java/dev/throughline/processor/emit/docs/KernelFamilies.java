package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.java.JavaKernels;
import dev.throughline.processor.emit.java.JavaMethod;
import dev.throughline.processor.graph.Origin;
import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * The kernels of a program by what they do: those of which a page says the same but for numbers, such as the
 * extents of layers of the same sort, are one family. A network of hundreds of kernels has a few dozen.
 */
final class KernelFamilies {
  /** With more kernels than this, tables have a row for each family. */
  private static final int MOST_KERNELS = 120;

  private static final Pattern NUMBER = Pattern.compile("(?<![×\\d])\\d[\\d,.E-]*(?![×\\d])");

  /**
   * Kernels that do the same to other extents.
   *
   * @param methods the first of them as plain Java, then what it calls
   */
  record Family(List<Kernel> kernels, List<JavaMethod> methods) {
    Kernel first() {
      return kernels.getFirst();
    }
  }

  private final List<Family> families = new ArrayList<>();
  private final Map<Kernel, Family> familyOf = new HashMap<>();

  KernelFamilies(Program program) {
    Map<Kernel, Origin> origins = origins(program);
    SequencedMap<String, Family> byKind = new LinkedHashMap<>();
    for (Kernel kernel : program.kernels()) {
      String kind = withoutNumbers(KernelWords.what(kernel).toString());
      Family family =
          byKind.computeIfAbsent(
              kind,
              _ -> new Family(
                  new ArrayList<>(),
                  JavaKernels.plain(
                      kernel, origins.getOrDefault(kernel, Origin.NONE).source())));
      family.kernels().add(kernel);
      familyOf.put(kernel, family);
    }
    families.addAll(byKind.values());
  }

  private static Map<Kernel, Origin> origins(Program program) {
    Map<Kernel, Origin> origins = new HashMap<>();
    program.calls()
        .forEach((Launch launch) -> origins.putIfAbsent(launch.kernel(), launch.origin()));
    return origins;
  }

  /** The same for two texts, or two names, that differ in numbers only. */
  static String withoutNumbers(String text) {
    return NUMBER.matcher(text).replaceAll("0");
  }

  /** Whether there are too many kernels for a row each. */
  boolean isLarge() {
    return familyOf.size() > MOST_KERNELS;
  }

  /** In order of first use. */
  List<Family> all() {
    return List.copyOf(families);
  }

  Family of(Kernel kernel) {
    Family family = familyOf.get(kernel);
    if (family == null) {
      throw new IllegalArgumentException(kernel.name() + " is no kernel of this program");
    }
    return family;
  }
}
