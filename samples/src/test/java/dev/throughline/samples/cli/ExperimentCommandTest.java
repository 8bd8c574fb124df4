package dev.throughline.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.samples.cli.Terminal.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiments from the command line, on a few images. */
final class ExperimentCommandTest {

  @TempDir
  private Path folder;

  @Test
  void anExperimentTrainsEachNetworkAndDrawsOneFigure() throws IOException {
    Path figure = folder.resolve("figures/vanishing.png");
    Answer answer =
        Terminal.run(
            "experiment", "vanishing", "--images", 256, "--epochs", 2, "--out", figure);
    assertEquals(0, answer.exit(), answer.error());
    assertNotNull(ImageIO.read(figure.toFile()));
    List<String> networks =
        answer.out().lines().filter(line -> line.contains(", epoch 2: training loss ")).toList();
    assertEquals(3, networks.size(), answer.out());
    assertTrue(networks.getFirst().startsWith("sigmoid"), answer.out());
  }

  @Test
  void wrongNamesAndDataAreToldInASentence() throws IOException {
    Answer unknown = Terminal.run("experiment", "exploding");
    assertEquals(2, unknown.exit());
    assertTrue(unknown.error().contains("expected one of"), unknown.error());
    Answer missing = Terminal.run("experiment", "vanishing", "--data", folder.resolve("none"));
    assertEquals(2, missing.exit());
    assertTrue(missing.error().startsWith("there is no folder"), missing.error());
  }
}
