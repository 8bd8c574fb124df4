package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Cifar10;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.listener.Checkpoints;
import dev.throughline.runtime.listener.CsvLog;
import dev.throughline.runtime.listener.GradientFlow;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import dev.throughline.runtime.optimizer.Sgd;
import dev.throughline.runtime.testing.Flat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What machines read is written, and read, alike under locales with digits or letters of their own. */
class LocaleTest {
  private static final int EPOCHS = 2;

  private final Locale before = Locale.getDefault();

  @TempDir
  private Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  private float[] train(Path into, int epochs, boolean resume) throws IOException {
    Files.createDirectories(into);
    Dataset raw = Shapes.of(50, 1);
    Path last = into.resolve("last.safetensors");
    try (Device cpu = Device.cpu(1);
        Network net = SoftmaxRegression.on(cpu, 16, 1)) {
      Trainer trainer =
          Trainer.of(net)
              .optimizer(Sgd.momentum(0.9f))
              .seed(7)
              .listen(new CsvLog(into.resolve("log.csv")))
              .listen(GradientFlow.everySteps(2).csv(into.resolve("flow.csv")))
              .listen(Checkpoints.everyEpoch(last));
      (resume ? trainer.resume(last) : trainer)
          .fit(raw.normalize(Normalization.perChannel(raw)), epochs);
      return Flat.parameters(net);
    }
  }

  /** Names and texts below {@code into}; of checkpoints, what stands before the numbers. */
  private static String texts(Path into) throws IOException {
    StringBuilder texts = new StringBuilder();
    try (Stream<Path> files = Files.walk(into)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        boolean numbers = file.toString().endsWith(".safetensors");
        int header = numbers ? text.charAt(0) + 256 * text.charAt(1) : text.length();
        texts.append(file.getFileName()).append('\n').append(text, numbers ? 8 : 0, header);
      }
    }
    return texts.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "hi-IN-u-nu-deva", "tr-TR"})
  void filesHoldPlainDigitsAndAreReadAgain(String tag) throws IOException {
    Locale.setDefault(Locale.ROOT);
    float[] expected = train(folder.resolve("root"), EPOCHS, false);
    Locale.setDefault(Locale.forLanguageTag(tag));
    Path into = folder.resolve("here");
    train(into, 1, false);
    assertTrue(texts(into).chars().allMatch(c -> c < 128), texts(into));
    assertArrayEquals(expected, train(into, EPOCHS, true));
    assertTrue(texts(into).chars().allMatch(c -> c < 128), texts(into));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "hi-IN-u-nu-deva", "tr-TR"})
  void filesOfDataAreFoundByTheirNames(String tag) throws IOException {
    Path archive = Files.createDirectories(folder.resolve("cifar-10-batches-bin"));
    for (String name : List.of("1", "2", "3", "4", "5")) {
      Files.write(archive.resolve("data_batch_" + name + ".bin"), new byte[1 + 3 * 32 * 32]);
    }
    Locale.setDefault(Locale.forLanguageTag(tag));
    assertEquals(5, Cifar10.train(folder).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "hi-IN-u-nu-deva", "tr-TR"})
  void aNormalizationIsTheSameText(String tag) {
    Normalization of = Normalization.perChannel(new float[] {0.5f, 1e-9f}, new float[] {2, 1e9f});
    Locale.setDefault(Locale.ROOT);
    String expected = of.toText();
    Locale.setDefault(Locale.forLanguageTag(tag));
    assertEquals(expected, of.toText());
    assertEquals(of, Normalization.parse(expected));
  }
}
