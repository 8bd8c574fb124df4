package dev.throughline.samples.bench;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * ResNet-20 with option A shortcuts (He et al. 2015, section 4.2) in libtorch, trained with SGD,
 * momentum 0.9, weight decay 1e-4.
 */
final class LibtorchResNet20 implements Step {

  private static final int CLASSES = 10;

  private final MemoryFormat layout;
  private final TensorVector parameters = new TensorVector();
  private final ConvNorm stem;
  private final List<Block> blocks = new ArrayList<>();
  private final LinearImpl logits;
  private final SGD optimizer;
  private final Tensor images;
  private final Tensor labels;

  LibtorchResNet20(int batch, int threads, MemoryFormat layout) {
    this.layout = layout;
    torch.set_num_threads(threads);
    torch.manual_seed(1);
    stem = new ConvNorm(3, 16, 1);
    int channels = 16;
    for (int filters : new int[] {16, 32, 64}) {
      for (int i = 0; i < 3; i++) {
        blocks.add(new Block(channels, filters));
        channels = filters;
      }
    }
    logits = new LinearImpl(channels, CLASSES);
    collect(logits);
    // As ours: TrainingStep says why the rate is small.
    SGDOptions options = new SGDOptions(1e-4);
    options.momentum().put(0.9);
    options.weight_decay().put(1e-4);
    optimizer = new SGD(parameters, options);
    images = torch.randn(batch, 3, 32, 32).contiguous(layout);
    labels = torch.randint(CLASSES, new long[] {batch}).to(ScalarType.Long);
  }

  @Override
  public long parameters() {
    long count = 0;
    for (Tensor parameter : parameters.get()) {
      count += parameter.numel();
    }
    return count;
  }

  @Override
  public String description() {
    // The name of the jar, with libtorch's version in it.
    String jar = SGD.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar.substring(jar.lastIndexOf('/') + 1).replace(".jar", "");
  }

  @Override
  public void run() {
    try (PointerScope _ = new PointerScope()) {
      optimizer.zero_grad();
      Tensor x = torch.relu_(stem.forward(images));
      for (Block block : blocks) {
        x = block.forward(x);
      }
      Tensor pooled = torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, 3);
      Tensor loss = torch.cross_entropy_loss(logits.forward(pooled), labels);
      loss.backward();
      optimizer.step();
    }
  }

  /** Native memory goes with the process. */
  @Override
  public void close() {}

  private void collect(Module module) {
    for (Tensor parameter : module.parameters().get()) {
      parameters.push_back(parameter);
    }
  }

  /** A 3×3 convolution without bias, then batch norm. */
  private final class ConvNorm {

    private final Conv2dImpl conv;
    private final BatchNorm2dImpl norm;

    ConvNorm(int channels, int filters, int stride) {
      Conv2dOptions options = new Conv2dOptions(channels, filters, new LongPointer(3, 3));
      options.stride().put(0, stride).put(1, stride);
      options.padding().put(new LongPointer(1, 1));
      options.bias().put(false);
      conv = new Conv2dImpl(options);
      conv.weight().set_data(conv.weight().contiguous(layout));
      norm = new BatchNorm2dImpl(new BatchNormOptions(filters));
      collect(conv);
      collect(norm);
    }

    Tensor forward(Tensor x) {
      return norm.forward(conv.forward(x));
    }
  }

  private final class Block {

    private final ConvNorm first;
    private final ConvNorm second;
    private final int added;

    Block(int channels, int filters) {
      added = filters - channels;
      first = new ConvNorm(channels, filters, added == 0 ? 1 : 2);
      second = new ConvNorm(filters, filters, 1);
    }

    Tensor forward(Tensor x) {
      Tensor y = second.forward(torch.relu_(first.forward(x)));
      return torch.relu_(y.add_(shortcut(x)));
    }

    /** Option A: every second pixel, the added channels zero on both sides. */
    private Tensor shortcut(Tensor x) {
      if (added == 0) {
        return x;
      }
      Tensor pixels = everySecond(everySecond(x, 2), 3);
      long[] padding = {0, 0, 0, 0, added / 2, added / 2};
      return torch.constant_pad_nd(pixels, padding, new Scalar(0f));
    }

    private static Tensor everySecond(Tensor x, int axis) {
      return x.slice(axis, new LongOptional(), new LongOptional(), 2);
    }
  }
}
