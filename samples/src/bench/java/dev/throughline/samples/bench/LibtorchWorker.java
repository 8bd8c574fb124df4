package dev.throughline.samples.bench;

import java.io.IOException;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** libtorch's side, in a process of its own. */
final class LibtorchWorker {

  private LibtorchWorker() {}

  /** Arguments: layout, batch, threads. */
  public static void main(String... arguments) throws IOException {
    MemoryFormat layout =
        arguments[0].equals("contiguous") ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;
    int batch = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    StepWorker.serve(() -> new LibtorchResNet20(batch, threads, layout));
  }
}
