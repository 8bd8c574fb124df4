package dev.throughline.samples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.dsl.Network;
import dev.throughline.runtime.training.Trainer;
import dev.throughline.samples.docs.UserProject.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of a user's that is a module, with the descriptor that processor/README.md shows. */
final class ModularProjectTest {
  private static final String VECTOR = "--add-modules=jdk.incubator.vector";
  private static final String PROGRAM =
      """
          package demo;
          import dev.throughline.runtime.device.Device;
          public final class Main {
            public static void main(String... arguments) {
              try (SmallNetwork network = SmallNetwork.on(Device.cpu(), 2, 1)) {
                float loss = network.trainingPass(new float[2 * 5], new int[] {0, 1}, 2);
                System.out.println(Main.class.getModule() + ", loss " + loss);
              }
            }
          }
          """;
  private static final String NETWORK =
      """
          package demo;
          import dev.throughline.dsl.*;
          @Network(input = @Input(features = 5))
          public interface Small {
            @Linear(units = 2) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
          }
          """;

  @TempDir
  private Path folder;

  @Test
  void aModuleCompilesAndRunsANetwork() throws Exception {
    UserProject project = new UserProject(folder);
    String module =
        Markdown.of("processor/README.md").listings("java").stream()
            .map(Markdown.Listing::text)
            .filter(text -> text.startsWith("module "))
            .findFirst()
            .orElseThrow();
    project.source("module-info.java", module);
    project.source("demo/Small.java", NETWORK);
    project.source("demo/Main.java", PROGRAM);
    String modules =
        UserProject.where(
            Network.class, Trainer.class, me.tongfei.progressbar.ProgressBar.class,
            org.jline.terminal.Terminal.class);
    Answer compiled =
        project.javac(
            List.of(
                VECTOR, "-Xlint:all,-incubating,-requires-automatic", "-Werror", "--module-path",
                modules,
                "--processor-path", UserProject.processorPath()));
    assertEquals(0, compiled.exit(), compiled.text());
    Answer ran =
        project.java(
            List.of(
                VECTOR, "--module-path", modules + ":" + folder.resolve("classes"), "-m",
                "demo/demo.Main"));
    assertEquals(0, ran.exit(), ran.text());
    assertTrue(ran.text().contains("module demo, loss 0.69"), ran.text());
  }
}
