package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.samples.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A table of wrong command lines: each is answered with one sentence, of bounded length, that tells no class of
 * Java's, no "null", and nothing that a terminal would act on. Below {@code $} lie files that are made for this.
 */
final class WrongCommandLineTest {
  private static final Pattern OF_JAVA =
      Pattern.compile(
          "\\bnull\\b|\\w(Exception|Error)\\b|\\b(java|javax|sun|picocli)\\.[a-z]|dev\\.throughline|\\tat ");
  private static final int LONGEST = 1_000;

  @TempDir
  private static Path folder;

  @BeforeAll
  static void makeFiles() throws IOException {
    SmallData.write(folder.resolve("data"), 20, 40);
    Files.writeString(folder.resolve("file"), "no picture, no weights, no folder");
    Files.createFile(folder.resolve("empty"));
    Files.createDirectory(folder.resolve("bare"));
    Files.createDirectories(folder.resolve("taken/log.csv"));
    Files.createDirectories(folder.resolve("drawn/curves.png"));
    Files.createDirectories(folder.resolve("kept/last.safetensors"));
    Files.createDirectory(folder.resolve("figure.png"));
    Files.createDirectories(folder.resolve("halves/train"));
    Files.write(folder.resolve("header"), new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, '{'});
    Files.write(folder.resolve("zeros"), new byte[4_096]);
    Path data = SmallData.write(folder.resolve("unlabelled"), 20, 40);
    Files.delete(data.resolve("train-labels-idx1-ubyte"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                    | Missing required subcommand",
        "trian                                 | did you mean train?",
        "train more                            | `more` is not known here",
        "train @/etc/passwd                    | `@/etc/passwd` is not known here",
        "train @$/bare                         | is not known here",
        "train --data                          | Missing required parameter for option '--data'",
        "train --epochs 0                      | `0` is not a whole number of at least 1",
        "train --epochs 99999999999            | `99999999999` is not a whole number",
        "train --epochs 1e3                    | `1e3` is not a whole number",
        "train --epochs 1 --epochs 2           | '--epochs'",
        "train --batch ''                      | is not a whole number",
        "train --batch 2147483647 --data $/data | ",
        "train --seed 1x                       | `1x` is not a whole number",
        "train --rate Infinity                 | `Infinity` is not a number above 0",
        "train --gradient-flow -3              | `-3` is not a whole number of at least 1",
        "train --gradient-flow 1.5             | `1.5` is not a whole number of at least 1",
        "train --schedule nul                  | there is no `nul`",
        "train --network ResNet21              | there is no `ResNet21`",
        "train --threads 0                     | `0` is not a whole number of at least 1",
        "train --threads -1                    | `-1` is not a whole number of at least 1",
        "train --threads 99999                 | --threads takes 1 to 1,024",
        "train --threads all                   | `all` is not a whole number",
        "train --data /no/such                 | there is no folder `/no/such`",
        "train --data $/file                   | there is no folder",
        "train --data $/bare                   | is no folder of images known here",
        "train --data $/halves                 | ",
        "train --data $/unlabelled --network FashionNet | train-labels-idx1-ubyte",
        "train --data $/data --network FashionNet       | do not fill one batch",
        "train --out $/file                    | is a file and not a folder: choose another --out",
        "train --out $/file/run                | is a file and not a folder: choose another --out",
        "train --out $/taken                   | taken/log.csv` is a folder",
        "train --out $/drawn                   | drawn/curves.png` is a folder",
        "train --out $/kept                    | kept/last.safetensors` is a folder",
        "train --out ''                        | a file or folder needs a name",
        "train --resume /no/such               | there is no file `/no/such`",
        "train --resume $/bare                 | is a folder",
        "train --resume $/empty                | empty`",
        "train --resume $/file                 | file`",
        "train --resume $/header               | header`",
        "train --resume $/zeros                | zeros`",
        "train --resume ''                     | a file or folder needs a name",
        "evaluate                              | Missing required option: '--checkpoint=FILE'",
        "evaluate --checkpoint $/bare          | is a folder",
        "predict --checkpoint $/file           | Missing required parameter",
        "predict $/file                        | Missing required option: '--checkpoint=FILE'",
        "experiment                            | Missing required parameter",
        "experiment exploding                  | expected one of",
        "experiment vanishing --out $/figure.png   | figure.png` is a folder",
        "experiment vanishing --out $/file/a.png   | is a file and not a folder",
        "experiment vanishing --data $/none        | there is no folder",
        "experiment vanishing --images 0           | `0` is not a whole number of at least 1",
        "experiment supervision --data $/halves    | ",
        "bench --network ResNet21              | there is no `ResNet21`, only ResNet20",
        "bench --network                       | Missing required parameter for option '--network'",
        "bench --mode both                     | expected one of",
        "bench --batch 0                       | `0` is not a whole number of at least 1",
        "bench --threads 99999                 | --threads takes 1 to 1,024",
        "bench --rounds 1.5                    | `1.5` is not a whole number of at least 1",
        "bench --seconds 0                     | `0` is not a number above 0",
        "bench --warm-up NaN                   | `NaN` is not a number above 0",
        "bench --avx512                        | `--avx512` is not known here",
        "bench ResNet20                        | `ResNet20` is not known here",
      })
  void isAnsweredWithOneSentence(String line, String part) {
    Answer answer = run(line);
    String said = answer.error().strip();
    assertAll(
        line + ": " + said,
        () -> assertTrue(answer.exit() == Sentences.INPUT || answer.exit() == Sentences.MACHINE,
            "exit " + answer.exit()),
        () -> assertEquals(1, said.lines().count()),
        () -> assertFalse(OF_JAVA.matcher(said).find()),
        () -> assertTrue(said.length() <= LONGEST),
        () -> assertTrue(said.codePoints().noneMatch(Character::isISOControl)),
        () -> assertTrue(part == null || said.contains(part), "lacks " + part));
  }

  @ParameterizedTest
  @CsvSource({"train,--network", "train,--data", "train,--seed", "train,--out", "train,--resume",
    "predict,--checkpoint", "experiment,--out", "train,--nothing", "train,--schedule",
    "bench,--network"})
  void aValueReachesTheSentenceShortenedAndEscaped(String command, String option)
      throws IOException {
    String value = "/proc/self/mem\u001b[31m\n\u202e" + "x".repeat(5_000);
    Answer answer = Terminal.run(command, option, value);
    String said = answer.error().strip();
    assertTrue(answer.exit() == Sentences.INPUT || answer.exit() == Sentences.MACHINE, said);
    assertEquals(1, said.lines().count(), said);
    assertTrue(said.length() <= LONGEST, said);
    assertTrue(said.codePoints().noneMatch(Character::isISOControl), said);
  }

  private static Answer run(String line) {
    Object[] arguments =
        line.isEmpty()
            ? new Object[0]
            : Arrays.stream(line.split(" "))
                .map(word -> word.equals("''") ? "" : word.replace("$", folder.toString()))
                .toArray();
    return Terminal.run(arguments);
  }
}
