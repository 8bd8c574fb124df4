package dev.throughline.samples.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a side is started.
 *
 * @param name of the library
 * @param settings chosen for it, in words; empty if there is nothing to choose
 * @param command program and arguments
 * @param environment beside the one there is
 */
record Launch(String name, String settings, List<String> command, Map<String, String> environment) {

  /** Ours. */
  static Launch ours(StepPlan plan) {
    List<String> command = new ArrayList<>(List.of(java(), "--add-modules=jdk.incubator.vector"));
    if (plan.avx2()) {
      command.add("-XX:UseAVX=2");
    }
    command.addAll(plan.javaOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OurWorker.class.getName(), plan.network().declaredBy()));
    command.addAll(List.of(plan.mode().name(), Integer.toString(plan.batch())));
    command.add(Integer.toString(plan.threads()));
    String settings = String.join(" ", plan.javaOptions());
    return new Launch("Throughline", settings, command, Map.of());
  }

  /** The Java that runs this. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A side that runs on libtorch, told how many threads to have, how they wait and what lanes to use. */
  static Launch libtorch(
      String name, String settings, List<String> command, Waiting waiting, StepPlan plan) {
    Map<String, String> environment = new LinkedHashMap<>(waiting.environment());
    environment.put("OMP_NUM_THREADS", Integer.toString(plan.threads()));
    if (plan.avx2()) {
      environment.put("ATEN_CPU_CAPABILITY", "avx2");
      environment.put("ONEDNN_MAX_CPU_ISA", "AVX2");
    }
    return new Launch(name, settings + waiting, command, environment);
  }

  @Override
  public String toString() {
    return settings.isEmpty() ? name : name + " (" + settings + ")";
  }

  /** What an OpenMP thread does between two loops. With the layout, it changes libtorch's speed up to five times. */
  enum Waiting {
    DEFAULT,
    PASSIVE,
    ACTIVE;

    Map<String, String> environment() {
      return this == DEFAULT ? Map.of() : Map.of("OMP_WAIT_POLICY", name());
    }

    @Override
    public String toString() {
      return this == DEFAULT ? "" : ", OMP_WAIT_POLICY=" + name();
    }
  }
}
