package dev.throughline.processor.emit.java;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.NetworkProcessor;
import dev.throughline.processor.testing.Compilation;
import dev.throughline.processor.testing.Compilation.Result;
import dev.throughline.processor.testing.Networks;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever inputs, targets and loops are called, the generated code compiles. */
class NamesTest {
  /** Inputs of their own names go into maps, sums, norms, products and losses. */
  private static final String MEMBERS =
      """
          @From("%1$s") @BatchNorm(activation = RELU) Layer norm();
          @Add(from = "%2$s") Layer sum();
          @From("%2$s") @LayerNorm Layer rows();
          @Dropout(rate = 0.5) Layer drop();
          @Linear(units = 3) Layer product();
          @Add(from = "%2$s", activation = SIGMOID) Layer more();
          @From("%1$s") @Linear(units = 3) Layer other();
          @Add(from = {"more", "%2$s"}) Layer last();
          @MeanSquaredError(target = "%3$s") Loss loss();
          """;

  private static final Pattern WORD = Pattern.compile("\\b[A-Za-z_]\\w*");

  private static Result compile(Compilation sources) {
    return sources
        .options("--add-modules", "jdk.incubator.vector")
        .processors(new NetworkProcessor())
        .run();
  }

  private static String network(String name, String first, String second, String target) {
    String network =
        """
            @Network(input = {@Input(name = "%s", features = 3), @Input(name = "%s", features = 3)})
            interface %s {
            %s}
            """;
    String members = MEMBERS.formatted(first, second, target);
    return Networks.source(network.formatted(first, second, name, members));
  }

  @Test
  void everyWordOfTheGeneratedCodeMayNameAnInputAndATarget() {
    Result plain =
        compile(new Compilation().source("Net.java", network("Net", "first", "second", "third")));
    assertTrue(plain.success(), plain::toString);
    TreeSet<String> words = new TreeSet<>(List.of("class", "yield", "var", "record", "größe"));
    for (String file : List.of("NetNetwork", "NetKernels", "NetVectorKernels")) {
      WORD.matcher(plain.read(file + ".java")).results().forEach(w -> words.add(w.group()));
    }
    List<String> names = new ArrayList<>(words);
    names.removeIf(word -> word.equals("norm") || !SourceVersion.isIdentifier(word));
    Compilation all = new Compilation();
    for (int i = 0; i + 2 < names.size(); i += 3) {
      String name = "Net" + i;
      all.source(
          name + ".java", network(name, names.get(i), names.get(i + 1), names.get(i + 2)));
    }
    Result result = compile(all);
    assertTrue(result.success(), result::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@MaxPool(size = 3, stride = 1, padding = 1)",
        "@MaxPool(size = 2, stride = 3, ceilMode = true)",
        "@AveragePool(size = 3, stride = 2, padding = 1, ceilMode = true)",
        "@AveragePool(size = {3, 1}, stride = 1, padding = {1, 0})",
        "@AdaptiveAveragePool(height = 3, width = 1)",
        "@LocalResponseNorm(size = 3)",
        "@DepthwiseConv(kernel = 1)",
        "@GroupNorm(groups = 1)",
        "@BatchNorm",
        "@LayerNorm",
      })
  void whatCollapsedLoopsDeclareIsDeclaredOnce(String layer) {
    Compilation sources = new Compilation();
    for (int columns : new int[] {8, 3}) {
      String name = "Net" + columns;
      String members =
          """
              %s Layer y();
              @Flatten Layer vector();
              @Linear(units = 2) Layer logits();
              @SoftmaxCrossEntropy Loss loss();
              """
              .formatted(layer);
      sources.source(name + ".java", Networks.source(name, 1, 3, columns, members, ""));
    }
    Result result = compile(sources);
    assertTrue(result.success(), result::toString);
  }
}
