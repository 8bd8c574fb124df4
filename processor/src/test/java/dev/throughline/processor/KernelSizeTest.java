package dev.throughline.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.GeneratedNetwork;
import dev.throughline.processor.testing.Networks;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels of large networks, and of large layers, stay methods that HotSpot compiles to machine code. */
class KernelSizeTest {
  /** HotSpot leaves longer methods to the interpreter: {@code -XX:HugeMethodLimit}. */
  private static final int HUGE = 8000;

  private static void check(Path classes) throws IOException {
    List<String> huge = new ArrayList<>();
    int methods = 0;
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Kernels.class")).toList()) {
        for (MethodModel method : ClassFile.of().parse(file).methods()) {
          int length =
              method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
          methods++;
          if (length >= HUGE) {
            huge.add("%s.%s: %s bytes".formatted(file, method.methodName(), length));
          }
        }
      }
    }
    assertEquals(List.of(), huge);
    assertTrue(methods > 10, "methods of kernels: " + methods);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Gallery", "Medley", "ResNet34", "UNet", "Towers", "Translator", "LanguageModel",
        "Transferred"
      })
  void everyKernelOfANetworkIsSmallEnoughToBecomeMachineCode(String network) throws IOException {
    check(GeneratedNetwork.fixture(network).classes());
  }

  /** What has once made a method of a kernel too large, or what may. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Conv(filters = 9, kernel = 31)",
        "@Conv(filters = 3, kernel = 31, stride = 6, dilation = 2)",
        "@Conv(filters = 32, kernel = 32, stride = 32, padding = 0)",
        "@Conv(filters = 5, kernel = {1, 9}, stride = {60, 1})",
        "@DepthwiseConv(kernel = 31, stride = 9)",
        "@MaxPool(size = 31, stride = 1, padding = 15)",
        "@AveragePool(size = 31, stride = 3, padding = 15, ceilMode = true)",
        "@AdaptiveAveragePool(height = 1000, width = 63)",
        "@AdaptiveAveragePool(height = 31, width = 29)",
        "@LocalResponseNorm(size = 301)"
      })
  void ofAnyLayer(String layer) throws IOException {
    String members =
        """
            @Conv(filters = 4, kernel = 3, norm = BATCH, activation = RELU) Layer before();
            %s Layer layer();
            @GlobalAveragePool Layer pool();
            @Linear(units = 1000) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
            """;
    String source = Networks.source("Net", 3, 64, 63, members.formatted(layer), "");
    check(GeneratedNetwork.compile(new Compilation().source("Net.java", source)));
  }

  /** Each of many values takes two of the 255 parameters that a method may have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Add(from = {%s}) Layer sum();",
        "@Concat(from = {%s}) Layer joined();",
      })
  void ofManyValues(String join) throws IOException {
    StringBuilder members = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (int i : IntStream.range(0, 150).toArray()) {
      members.append("@From(\"x\") @Linear(units = 3, activation = TANH) Layer m%s();%n"
          .formatted(i));
      names.add("\"m" + i + "\"");
    }
    String network =
        """
            @Network(input = @Input(name = "x", features = 3))
            interface Net {
            %s%s
            @Linear(units = 2) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
            }
            """;
    String source = network.formatted(members, join.formatted(String.join(", ", names)));
    check(
        GeneratedNetwork.compile(
            new Compilation().source("Net.java", Networks.source(source))));
  }

  @Test
  void ofManyBranches() throws IOException {
    String branches = String.join(
        ", ", Collections.nCopies(150, "@Branch(@Conv(filters = 1, kernel = 1))"));
    String members =
        """
            @Concat({%s}) Layer joined();
            @Flatten Layer vector();
            @Linear(units = 2) Layer logits();
            @SoftmaxCrossEntropy Loss loss();
            """;
    String source = Networks.source("Net", 2, 3, 3, members.formatted(branches), "");
    check(GeneratedNetwork.compile(new Compilation().source("Net.java", source)));
  }
}
