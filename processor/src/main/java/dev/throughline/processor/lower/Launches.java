package dev.throughline.processor.lower;

import static java.util.Objects.requireNonNull;

import dev.throughline.processor.kernel.Kernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.lower.Emitter.Naming;
import dev.throughline.processor.lower.Emitter.Pending;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives kernels their names and constants, once all of their launches are known. */
final class Launches {
  private final Map<Kernel, Kernel> kernels = new HashMap<>();

  /**
   * Names kernels.
   *
   * @param drafts what each loop kernel is about
   * @param passes whose launches there are
   */
  Launches(Map<Kernel, Naming> drafts, List<List<Pending>> passes) {
    KernelNames names = new KernelNames();
    List<Pending> all = passes.stream().flatMap(List::stream).toList();
    Map<Kernel, List<Map<String, Integer>>> sizes =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Pending::kernel, Collectors.mapping(Pending::sizes, Collectors.toList())));
    for (Pending pending : all) {
      if (!kernels.containsKey(pending.kernel())) {
        List<Map<String, Integer>> own =
            List.copyOf(new LinkedHashSet<>(requireNonNull(sizes.get(pending.kernel()))));
        Naming naming = requireNonNull(drafts.get(pending.kernel()));
        kernels.put(pending.kernel(), Specialisation.of(pending.kernel(), own, naming, names));
      }
    }
  }

  /** The launches of {@code pass}. */
  List<Launch> of(List<Pending> pass) {
    return pass.stream()
        .map(
            pending -> new Launch(
                requireNonNull(kernels.get(pending.kernel())),
                pending.slots(),
                pending.sizes(),
                pending.origin()))
        .toList();
  }
}
