package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.training.CheckpointInfo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The note in a checkpoint is a table of options, whoever wrote it: nothing in it is carried out. */
final class ForeignNoteTest {
  private static final Path FILE = Path.of("stranger.safetensors");

  @Test
  void whatTrainNotesIsRead() {
    TrainOptions options = new TrainOptions();
    options.augment = true;
    options.rate = 1e-3;
    options.data = "a folder, with @ and 'quotes'";
    RunNote note = new RunNote(1, 28, 28, options.arguments());
    assertEquals(note, RunNote.of(FILE, noted(note.toText())));
    assertEquals(options.arguments(), note.options().arguments());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "\n", "1", "1 28", "1 28 28 28", "a b c", "1 28 -28", "0 28 28", "2 28 28",
        "1 99999999 99999999", "3 16385 1", "1 28 28\n--help", "1 28 28\n-h",
        "1 28 28\n--resume=x", "1 28 28\n--out=/tmp/x", "1 28 28\n--checkpoint=x",
        "1 28 28\n@/etc/passwd", "1 28 28\n--epochs", "1 28 28\n--epochs=many",
        "1 28 28\n--epochs=1\n--epochs=2", "1 28 28\n--network=Stranger", "1 28 28\nexperiment",
        "1 28 28\n--data\nembedded", "1 28 28\n--", "1 28 28\n--seed=${sys:user.home}",
        "1 28 28\n--rate=NaN"
      })
  void whatTrainCannotHaveNotedIsRefused(String note) {
    BadInput refused = assertThrows(BadInput.class, () -> RunNote.of(FILE, noted(note)));
    assertTrue(
        String.valueOf(refused.getMessage())
            .contains("`stranger.safetensors` was not written by `train`"),
        refused::getMessage);
  }

  private static CheckpointInfo noted(String note) {
    return new CheckpointInfo("x.Net", 1, 1, Normalization.unit(1), List.of("a"), note, List.of());
  }
}
