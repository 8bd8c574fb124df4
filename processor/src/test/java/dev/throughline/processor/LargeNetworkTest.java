package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Batches;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.Networks;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.LayerHandle;
import dev.throughline.runtime.network.Network;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** However deep or wide a network is: no method and no class outgrows what a class file holds. */
class LargeNetworkTest {
  /** HotSpot compiles nothing larger. */
  private static final int MOST_BYTES = 8000;

  private static final int MOST_CONSTANTS = 32_767;
  private static final String END =
      """
            @GlobalAveragePool  Layer pool();
            @Linear(units = 3)  Layer logits();
            @SoftmaxCrossEntropy  Loss loss();
          """;

  @Test
  void aThousandRepeatsCompileAndTrain() throws Exception {
    GeneratedNetwork net =
        compiled(
            "@Residual(filters = 2, repeat = 1000)  Body stage1();",
            "@Block interface Body { @Conv(kernel = 1, norm = BATCH)  Layer conv(); }");
    trains(net);
    assertTrue(Files.exists(net.classes().resolve("NetNetwork$Part2.class")));
    try (Device device = Device.cpu(1);
        Network network = net.on(device, 2, 1)) {
      List<?> repeats = (List<?>) called(called(network, "stage1"), "repeats");
      assertEquals(1000, repeats.size());
      for (int i = 0; i < 1000; i++) {
        LayerHandle conv = (LayerHandle) called(repeats.get(i), "conv");
        assertEquals("stage1." + i + ".conv", conv.name());
      }
    }
  }

  /** More members than a constructor has parameters, and more outputs than a method describes. */
  @Test
  void aBlockAndANetworkOfHundredsOfMembersCompileAndTrain() throws Exception {
    String outputs =
        IntStream.range(0, 120)
            .mapToObj("@Output @Conv(filters = 2, kernel = 1)  Layer conv%d();"::formatted)
            .collect(Collectors.joining("\n"));
    String members =
        IntStream.range(0, 300)
            .mapToObj("@Conv(kernel = 1)  Layer conv%d();"::formatted)
            .collect(Collectors.joining("\n"));
    GeneratedNetwork net =
        compiled(
            outputs + "@Residual(filters = 2, repeat = 2)  Body stage1();",
            "@Block interface Body {\n" + members + "\n}");
    trains(net);
    assertEquals(121, net.spec().outputs().size());
    try (Device device = Device.cpu(1);
        Network network = net.on(device, 2, 1)) {
      Object second = ((List<?>) called(called(network, "stage1"), "repeats")).get(1);
      assertEquals("stage1.1.conv299", ((LayerHandle) called(second, "conv299")).name());
    }
  }

  /** What is computed again wherever it is read would double with each sum. */
  @Test
  void sumsOfActivationsInBlocksOfBlocksDoNotMultiply() throws Exception {
    GeneratedNetwork net =
        compiled(
            "@Sequence(repeat = 20)  Outer stage1();",
            """
                @Block interface Outer {
                  @Residual(activation = NONE, repeat = 20)  Inner inner();
                  @Activation(SIGMOID)  Layer last();
                }
                @Block interface Inner { @Activation(TANH)  Layer act(); }
                """);
    trains(net);
    assertTrue(Files.size(net.classes().resolve("NetKernels.java")) < 1 << 20);
  }

  /** Nested classes copy them, once for all their methods. */
  @Test
  void theBuffersOfANetworkAreFinal() {
    Stream.of(Network.class.getSuperclass().getDeclaredFields())
        .filter(field -> Modifier.isProtected(field.getModifiers()))
        .forEach(field -> assertTrue(Modifier.isFinal(field.getModifiers()), field::toString));
  }

  private static GeneratedNetwork compiled(String members, String blocks) throws IOException {
    String accepted = "@Accept({\"degradation\", \"vanishing-gradient\", \"aux-loss-site\"})\n";
    String source = Networks.source("Net", 2, 2, 2, members + END, blocks);
    Compilation sources =
        new Compilation().source("Net.java", source.replace("@Network", accepted + "@Network"));
    GeneratedNetwork net =
        new GeneratedNetwork(GeneratedNetwork.compile(sources), "NetNetwork");
    try (Stream<Path> files = Files.list(net.classes())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        staysSmall(ClassFile.of().parse(file), file);
      }
    }
    return net;
  }

  private static void staysSmall(ClassModel type, Path file) {
    assertTrue(type.constantPool().size() < MOST_CONSTANTS, file::toString);
    for (MethodModel method : type.methods()) {
      int bytes =
          method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
      assertTrue(
          bytes < MOST_BYTES,
          () -> "%s of %s has %s bytes".formatted(method.methodName(), file, bytes));
    }
  }

  private static void trains(GeneratedNetwork net) {
    try (Device device = Device.cpu(1);
        Network network = net.on(device, 2, 1)) {
      network.feed(Batches.feed(network.spec(), 2, 2));
      assertTrue(Float.isFinite(network.trainingPass()));
      network.inferencePass(Batches.feedOfInputs(network.spec(), 2));
      assertTrue(Float.isFinite(network.lastLogits()[0]));
    }
  }

  private static Object called(Object on, String name) throws ReflectiveOperationException {
    Method method = on.getClass().getMethod(name);
    method.setAccessible(true);
    return method.invoke(on);
  }
}
