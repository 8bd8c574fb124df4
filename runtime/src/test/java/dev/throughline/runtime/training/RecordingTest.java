package dev.throughline.runtime.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.runtime.data.Shapes;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.cpu.CpuDevice;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.network.SoftmaxRegression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  @TempDir
  private Path folder;

  @Test
  void aFlightRecordingHasStepsAndEpochs() throws IOException {
    Path file = folder.resolve("run.jfr");
    List<EpochReport> history;
    try (Recording recording = new Recording();
        CpuDevice cpu = Device.cpu(1);
        Network net = SoftmaxRegression.on(cpu, 16, 1)) {
      recording.enable("dev.throughline.Step");
      recording.enable("dev.throughline.Epoch");
      recording.start();
      history = Trainer.of(net).fit(Shapes.of(48, 1), 2);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    List<RecordedEvent> steps = named(events, "dev.throughline.Step");
    List<RecordedEvent> epochs = named(events, "dev.throughline.Epoch");
    assertEquals(6, steps.size());
    assertEquals(6, steps.getLast().getLong("step"));
    assertTrue(steps.getFirst().getDuration().isPositive());
    assertEquals(2, epochs.size());
    assertEquals(history.getLast().training().loss(), epochs.getLast().getDouble("loss"));
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }
}
