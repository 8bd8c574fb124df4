package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import java.util.List;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever users call their own types and members, generated code compiles beside them. */
class NameClashTest {
  private static final String SOURCE =
      """
          package app;

          import dev.throughline.dsl.*;
          import dev.throughline.dsl.Network;

          @Network(input = @Input(channels = 3, height = 8, width = 8))
          interface Net ABOVE {
            @Conv(filters = 8, kernel = 3, norm = Norm.BATCH)  Layer stem();
            @Residual(filters = 16, repeat = 2, shortcut = Shortcut.PROJECTION)  Body stage1();
            @Dropout(rate = 0.5)  Layer drop();
            MEMBER
            @GlobalAveragePool  Layer pool();
            @Linear(units = 10)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
          }

          @Block
          interface Body ABOVE {
            @Conv(kernel = 3)  Layer conv1();
            BLOCK_MEMBER
          }
          """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Math",
        "String",
        "Override",
        "Object",
        "Float",
        "Device",
        "Network",
        "NetworkSpec",
        "Initializer",
        "Layout",
        "Tensor",
        "List",
        "FloatVector",
        "Generated",
        "SuppressWarnings",
        "Tier",
      })
  void aTypeMayHaveTheNameOfOneThatGeneratedCodeUses(String name) {
    String type = "interface %s {}".formatted(name);
    Result beside =
        compilation(source("", "", "")).source(name + ".java", "package app; " + type).run();
    assertTrue(beside.success(), beside::toString);
    // Seen by the generated classes as their own, for they implement what it is nested in.
    boolean ofNotation = name.equals("Network");
    compiles(source("", ofNotation ? "" : type, type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on", "at", "describe", "tensors0", "fold0", "training", "inference", "stage1_0", "record",
        "var", "yield", "predict", "output", "Stem", "STEM", "conv3x3_3x8x8_8", "plan", "WARM_UP",
        "Inference", "stage1_0_conv1", "D_stem", "straße", "a$b", "$", "重み",
      })
  void aMemberMayHaveTheNameOfAMethodThatIsOnlyGenerated(String name) {
    compiles(source("", "@Dropout(rate = 0.5)  Layer %s();".formatted(name), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network", "outputAt", "members", "parameter", "gradient", "state", "shortcutWeight",
        "batch", "seed", "record", "var", "yield", "Conv1",
      })
  void soMayAMemberOfABlock(String name) {
    compiles(source("", "", "@Dropout(rate = 0.5)  Layer %s();".formatted(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default void stemForward(int n) {}",
        "default int at(int offset) { return 0; }",
        "default String describe() { return null; }",
        "default void on() {}",
        "default int shortcutWeight() { return 0; }",
        "static void close() {}",
        "int FILTERS = 8;",
        "float[] parameters = {};",
        "int cpu = 3;",
      })
  void anInterfaceMayInheritWhatOnlyPrivateMethodsAreCalled(String method) {
    compiles(source("extends Above", "", "") + "interface Above { %s }".formatted(method));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default void on(dev.throughline.runtime.device.Device device, int batch, long seed) {}",
        "default void save(java.nio.file.Path path) {}",
        "default int[] predict(float[] images, int n) { return null; }",
        "default long batch() { return 0; }",
        "String Layout = null;",
        "int Math = 3;",
      })
  void whatCannotBeAvoidedIsRefused(String declaration) {
    String source = source("", "", "").replace("interface Net", "interface Net extends Above");
    Result result =
        compilation(source + "interface Above { %s }".formatted(declaration)).run();
    List<String> errors = result.messages(Diagnostic.Kind.ERROR);
    assertEquals(1, errors.size(), result::toString);
    assertTrue(errors.getFirst().startsWith("[reserved-name] "), result::toString);
  }

  /** The handle classes of the two would share a class file where file systems ignore case. */
  @Test
  void blocksMayDifferInCaseOnly() {
    String other = "@Block interface body { @Conv(kernel = 1)  Layer conv2(); }";
    Result result =
        compiles(source("", "@Residual(filters = 16)  body stage2();", "") + other);
    assertTrue(result.classes().resolve("app/NetNetwork$bodyHandle2.class").toFile().exists());
  }

  @Test
  void nestedNetworksOfOneNameHaveTheirOwnClassesAndTraces() {
    String nets = nested("First") + nested("Second");
    Result result =
        compilation("package app; import dev.throughline.dsl.*;" + nets)
            .options("-Athroughline.trace=types")
            .run();
    assertTrue(result.success(), result::toString);
    assertTrue(result.read("app/First_Net.trace/types.txt").contains("logits"));
    assertTrue(result.read("app/Second_Net.trace/types.txt").contains("logits"));
  }

  private static String nested(String outer) {
    return """
        class %s {
          @Network(input = @Input(features = 4))
          interface Net {
            @Linear(units = 3)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
          }
        }
        """
        .formatted(outer);
  }

  private static String source(String above, String member, String blockMember) {
    return SOURCE
        .replace("ABOVE", above)
        .replace("BLOCK_MEMBER", blockMember)
        .replace("MEMBER", member);
  }

  private static Result compiles(String source) {
    Result result = compilation(source).run();
    assertTrue(result.success(), result::toString);
    return result;
  }

  private static Compilation compilation(String source) {
    return new Compilation()
        .source("Net.java", source)
        .options("--add-modules=jdk.incubator.vector")
        .processors(new NetworkProcessor());
  }
}
