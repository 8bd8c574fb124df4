package dev.throughline.samples.bench;

import dev.throughline.samples.ResNet20;
import java.util.ArrayList;
import java.util.List;

/** libtorch in a JVM, which the Maven profile {@code bench} brings; its network is written in Java. */
final class JavaCppPeer implements Peer {

  // Compiled with the profile only: it brings hundreds of megabytes of native code.
  private static final String WORKER = "dev.throughline.samples.bench.LibtorchWorker";

  private static final List<String> LAYOUTS = List.of("channels-last", "contiguous");

  @Override
  public String name() {
    return "libtorch by JavaCPP";
  }

  @Override
  public List<Launch> settings(StepPlan plan) throws Absence {
    if (!plan.network().declaredBy().equals(ResNet20.class.getName())
        || plan.mode() != StepMode.TRAIN) {
      throw new Absence("it knows the training of ResNet20 only");
    }
    if (JavaCppPeer.class.getResource("LibtorchWorker.class") == null) {
      throw new Absence("`mvn -q -Pbench` brings it");
    }
    List<Launch> settings = new ArrayList<>();
    for (String layout : LAYOUTS) {
      List<String> command =
          List.of(
              Launch.java(), "--enable-native-access=ALL-UNNAMED",
              "-cp", System.getProperty("java.class.path"),
              WORKER, layout, Integer.toString(plan.batch()), Integer.toString(plan.threads()));
      for (Launch.Waiting waiting : Launch.Waiting.values()) {
        settings.add(Launch.libtorch(name(), layout, command, waiting, plan));
      }
    }
    return settings;
  }
}
