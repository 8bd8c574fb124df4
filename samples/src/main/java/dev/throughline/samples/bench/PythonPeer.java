package dev.throughline.samples.bench;

import dev.throughline.runtime.spec.InputSpec;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** PyTorch, on the networks that the proofs of parity are recorded from. */
final class PythonPeer implements Peer {

  private static final Path SCRIPT = Path.of("src", "bench", "python", "step.py");

  @Override
  public String name() {
    return "PyTorch";
  }

  @Override
  public List<Launch> settings(StepPlan plan) throws Absence {
    String script = script().toString();
    List<Launch> settings = new ArrayList<>();
    for (String form : forms(plan)) {
      List<String> command = new ArrayList<>(List.of(plan.python(), script, "--form"));
      command.add(form);
      command.addAll(List.of("--network", plan.network().name(), "--mode", plan.mode().toString()));
      command.addAll(List.of("--batch", Integer.toString(plan.batch())));
      command.addAll(List.of("--threads", Integer.toString(plan.threads())));
      command.add("--optimizer");
      command.add(StepPlan.readsTokens(plan.network()) ? "adamw" : "sgd");
      command.add("--inputs");
      plan.network().inputs().forEach(input -> command.add(sample(input)));
      command.add("--targets");
      plan.network().targets().forEach(target -> command.add(sample(target)));
      for (Launch.Waiting waiting : Launch.Waiting.values()) {
        settings.add(Launch.libtorch(name(), form, command, waiting, plan));
      }
    }
    return settings;
  }

  /** Layouts are of images; a graph can be frozen when nothing is trained. */
  private static List<String> forms(StepPlan plan) {
    List<String> forms = new ArrayList<>(List.of("contiguous"));
    if (plan.network().input().rank() == 3) {
      forms.addFirst("channels-last");
    }
    if (plan.mode() == StepMode.INFER) {
      forms.addAll(forms.stream().map(form -> form + "-frozen").toList());
    }
    return forms;
  }

  /** What one sample has of an input: its limit, 0 of ordinary numbers, and its published extents. */
  private static String sample(InputSpec input) {
    return Arrays.stream(input.layout().extents())
        .mapToObj(extent -> ":" + extent)
        .collect(Collectors.joining("", Integer.toString(input.limit()), ""));
  }

  /** The script in the checkout that this was built in. */
  private static Path script() throws Absence {
    Path place;
    try {
      place = Path.of(PythonPeer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    for (Path folder = place; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(SCRIPT))) {
        return folder.resolve(SCRIPT);
      }
    }
    throw new Absence(
        "its networks are in the source tree, which `%s` is not in".formatted(place));
  }
}
