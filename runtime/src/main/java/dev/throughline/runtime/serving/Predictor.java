package dev.throughline.runtime.serving;

import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.ImageFolder;
import dev.throughline.runtime.network.InferenceProgram;
import dev.throughline.runtime.network.Model;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.spec.InputSpec;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.spec.OutputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A trained network that answers, made from a generated network class and a weights file.
 *
 * <pre>{@code
 * try (Predictor predictor =
 *     Predictor.open(ResNet20Network.MODEL, Path.of("last.safetensors"))) {
 *   Prediction seen = predictor.predict(Path.of("cat.png"));
 *   System.out.println(seen.best().name() + ", " + seen.best().score());
 * }
 * }</pre>
 *
 * <p>The file is one of {@code Network.save}, a checkpoint of a training run, which also tells the names of the
 * classes and how images are normalised, or one that another program wrote; {@link #of} begins a predictor with more
 * to say.
 *
 * <p>Any number of threads may share a predictor; each gets the answers, bit for bit, that it would get alone. It
 * holds what the network's page and {@link Model#inferenceBytes} say: weights once, folded and packed once, and
 * the activations of one pass of inference. One pass runs at a time, and other threads wait for it, unless {@link
 * PredictorBuilder#concurrency} lets more run; each then adds its activations when it is first needed.
 */
public final class Predictor implements AutoCloseable {
  private final InferenceProgram program;
  private final List<String> classNames;
  private final Optional<Pixels> shown;

  Predictor(InferenceProgram program, List<String> classNames, Optional<Pixels> shown) {
    this.program = program;
    this.classNames = classNames;
    this.shown = shown;
  }

  /** {@code of(model, weights).open()}: one sample at a time, on all processors. */
  public static Predictor open(Model model, Path weights) {
    return of(model, weights).open();
  }

  /**
   * Begins a predictor.
   *
   * @param model of a generated class, such as {@code ResNet20Network.MODEL}
   * @param weights a safetensors file
   */
  public static PredictorBuilder of(Model model, Path weights) {
    return new PredictorBuilder(model, weights);
  }

  /**
   * What is on a picture: an image file of any size, scaled until it just covers the network's input and cut out at
   * the centre. Where training did something else to its images, such as pad them, do the same and give the pixels.
   *
   * @throws DataException if the file cannot be read
   * @throws ServingException if it is not known how the images were normalised
   */
  public Prediction predict(Path image) {
    return predict(List.of(image)).getFirst();
  }

  /** What is on each of some pictures, as {@link #predict(Path)}; {@link #batch} of them are read at a time. */
  public List<Prediction> predict(List<Path> images) {
    NetworkSpec spec = imageNetwork();
    Pixels pixels = normalizer();
    int size = spec.input().size();
    List<Prediction> predictions = new ArrayList<>();
    for (int first = 0; first < images.size(); first += batch()) {
      int n = Math.min(batch(), images.size() - first);
      float[] values = new float[n * size];
      for (int i = 0; i < n; i++) {
        Path image = images.get(first + i);
        byte[] read = ImageFolder.pixels(image, spec.channels(), spec.height(), spec.width());
        System.arraycopy(pixels.apply(read), 0, values, i * size, size);
      }
      predictions.addAll(predict(values, n));
    }
    return List.copyOf(predictions);
  }

  /**
   * What is on an image of the network's size, in unsigned bytes stored {@code [h][w][c]}, not yet normalised.
   *
   * @throws ServingException if it is not known how the images were normalised
   */
  public Prediction predict(byte[] image) {
    NetworkSpec spec = imageNetwork();
    if (image.length != spec.input().size()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT,
              "%,d bytes are not one image of `%s`, which has %d×%d×%d, stored [h][w][c]",
              image.length, spec.name(), spec.height(), spec.width(), spec.channels()));
    }
    return predict(normalizer().apply(image));
  }

  /** The answer to one sample of a network with one input of numbers; images stored {@code [h][w][c]}, normalised. */
  public Prediction predict(float[] sample) {
    return predict(sample, 1).getFirst();
  }

  /**
   * The answers to {@code n} samples of a network with one input of numbers, one after another.
   *
   * @throws IllegalArgumentException if the array does not hold exactly {@code n} samples
   */
  public List<Prediction> predict(float[] samples, int n) {
    NetworkSpec spec = program.spec();
    if (spec.inputs().size() != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "`%s` has %d inputs: give each by its name in a Feed",
              spec.name(), spec.inputs().size()));
    }
    return predict(Feed.of(n).numbers(spec.inputs().getFirst().name(), samples));
  }

  /**
   * The answers to samples of a network with any inputs, such as tokens. More than {@link #batch} take several passes;
   * targets are not looked at.
   *
   * @throws IllegalArgumentException if a name is missing or unknown, an array is not as long as the samples need, or
   *     an index is out of range
   * @throws IllegalStateException if the predictor or its device is closed
   */
  public List<Prediction> predict(Feed samples) {
    NetworkSpec spec = program.spec();
    Map<String, float[]> all = program.answer(samples);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < samples.samples(); i++) {
      Map<String, float[]> sample = new LinkedHashMap<>();
      for (OutputSpec output : spec.outputs()) {
        int size = output.layout().size();
        float[] part = new float[size];
        System.arraycopy(all.get(output.name()), i * size, part, 0, size);
        sample.put(output.name(), part);
      }
      predictions.add(new Prediction(spec, spec.logits(), sample, classNames));
    }
    return List.copyOf(predictions);
  }

  private NetworkSpec imageNetwork() {
    NetworkSpec spec = program.spec();
    InputSpec input = spec.inputs().getFirst();
    if (spec.inputs().size() != 1 || input.isIndices() || input.layout().rank() != 3) {
      throw new IllegalArgumentException(
          "`%s` does not read one image: give its inputs by their names in a Feed"
              .formatted(spec.name()));
    }
    return spec;
  }

  private Pixels normalizer() {
    return shown.orElseThrow(
        () -> new ServingException(
            "the weights of `%s` do not tell how its images were normalised, as a checkpoint of Trainer"
                .formatted(program.spec().name())
                + " does: say so with Predictor.of(…).normalization(…)"));
  }

  /** The network in numbers. */
  public NetworkSpec spec() {
    return program.spec();
  }

  /** Names of the classes by label; empty if nobody told them. */
  public List<String> classNames() {
    return classNames;
  }

  /** The most samples of one pass. */
  public int batch() {
    return program.batch();
  }

  /** The most passes at the same time. */
  public int concurrency() {
    return program.mostPasses();
  }

  /** Bytes of all arrays that it holds now: {@link Model#inferenceBytes}, and more only if passes ran side by side. */
  public long bytes() {
    return program.bytes();
  }

  /** Ends its use; a pass under way still answers. The device stays open. Closing twice is closing once. */
  @Override
  public void close() {
    program.close();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %,d parameters, batch %d, on %s", program.spec().name(),
        program.spec().parameterCount(), program.batch(), program.device());
  }
}
