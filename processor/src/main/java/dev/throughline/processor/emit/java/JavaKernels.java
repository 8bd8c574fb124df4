package dev.throughline.processor.emit.java;

import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Program;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kernels of a program as Java. */
public final class JavaKernels {
  private JavaKernels() {}

  /** Each kernel in both dialects, in order of first use. */
  public static List<KernelText> of(Program program) {
    Map<Kernel, Set<String>> users = new LinkedHashMap<>();
    program.calls().forEach(
        launch -> users
            .computeIfAbsent(launch.kernel(), _ -> new LinkedHashSet<>())
            .add(launch.origin().source()));
    program.updates().forEach(update -> users.put(update.kernel(), Set.of("every network")));
    return users.entrySet().stream()
        .map(e -> new KernelText(e.getKey(), origin(e.getValue())))
        .toList();
  }

  /** {@code kernel}, which {@code program} launches, in both dialects. */
  public static KernelText of(Program program, Kernel kernel) {
    Set<String> users = new LinkedHashSet<>();
    program.calls()
        .filter(launch -> launch.kernel().equals(kernel))
        .forEach(launch -> users.add(launch.origin().source()));
    return new KernelText(kernel, origin(users));
  }

  /** The first member, and how many others share the kernel. */
  private static String origin(Set<String> members) {
    String first = members.iterator().next();
    int others = members.size() - 1;
    return others == 0 ? first : first + ", and " + others + (others == 1 ? " other" : " others");
  }

  /**
   * {@code kernel} as plain loops: the method of its name, then those that it calls.
   *
   * @param origin the member that uses it, for its comment
   */
  public static List<JavaMethod> plain(Kernel kernel, String origin) {
    return KernelText.methods(kernel, origin, JavaDialect.SCALAR);
  }
}
