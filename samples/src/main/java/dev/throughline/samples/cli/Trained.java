package dev.throughline.samples.cli;

import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.network.Model;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.serving.Predictor;
import dev.throughline.runtime.training.CheckpointInfo;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The checkpoint that a command works with. */
final class Trained {

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      required = true,
      description = "A file that `train` wrote, such as runs/ResNet20-…/last.safetensors.")
  private Path checkpoint = Path.of("");

  CheckpointInfo info() {
    return CheckpointInfo.read(checkpoint);
  }

  RunNote note(CheckpointInfo info) {
    return RunNote.of(checkpoint, info);
  }

  /** The network of the checkpoint, with its weights, to train or evaluate. */
  Network network(CheckpointInfo info, Device device, int batch) {
    Network loaded = model(info).on(device, batch, 0); // the file replaces what 0 draws
    loaded.load(checkpoint);
    return loaded;
  }

  /** The network of the checkpoint, with its weights, to ask. */
  Predictor predictor(CheckpointInfo info) {
    return Predictor.open(model(info), checkpoint);
  }

  private Model model(CheckpointInfo info) {
    return SampleNetwork.declaredBy(info.network())
        .orElseThrow(
            () -> new BadInput(
                "`%s` holds weights of `%s`, which is none of %s"
                    .formatted(
                        checkpoint,
                        info.network(),
                        String.join(", ", SampleNetwork.names()))))
        .model();
  }
}
