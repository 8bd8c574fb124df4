package dev.throughline.runtime.serving;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Normalization;
import dev.throughline.runtime.device.Device;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.network.InferenceProgram;
import dev.throughline.runtime.network.Model;
import dev.throughline.runtime.network.NameMapping;
import dev.throughline.runtime.spec.Decision;
import dev.throughline.runtime.spec.NetworkSpec;
import dev.throughline.runtime.training.CheckpointInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@link Predictor} that is still being told what it needs; {@link #open} makes it. */
public final class PredictorBuilder {
  private final Model model;
  private final Path weights;
  private NameMapping names = NameMapping.NONE;
  private Optional<List<String>> classNames = Optional.empty();
  private Optional<Normalization> normalization = Optional.empty();
  private int batch = 1;
  private int concurrency = 1;

  PredictorBuilder(Model model, Path weights) {
    this.model = model;
    this.weights = weights;
  }

  /** Reads a file with the names of another program, such as torchvision's. */
  public PredictorBuilder names(NameMapping mapping) {
    names = mapping;
    return this;
  }

  /** Names the classes, by label, instead of as the checkpoint says. */
  public PredictorBuilder classNames(List<String> byLabel) {
    classNames = Optional.of(List.copyOf(byLabel));
    return this;
  }

  /** Normalises images given in bytes or files so, instead of as the checkpoint says. */
  public PredictorBuilder normalization(Normalization how) {
    normalization = Optional.of(how);
    return this;
  }

  /** The most samples of one pass, 1 unless told otherwise; memory grows with it. More samples take several passes. */
  public PredictorBuilder batch(int samples) {
    batch = samples;
    return this;
  }

  /**
   * The most passes that run at the same time, 1 unless told otherwise; other threads wait. Each takes activations of
   * its own, {@code batch ×} what the network's page says of a sample in inference, from when it is first needed on.
   */
  public PredictorBuilder concurrency(int passes) {
    concurrency = passes;
    return this;
  }

  /** Reads the weights; on all processors. */
  public Predictor open() {
    return open(Device.cpu());
  }

  /**
   * Reads the weights.
   *
   * @param device where to run; closing the predictor leaves it open
   * @throws CheckpointException if the file is bad or of another network
   * @throws DataException if a normalisation is given that does not fit the network's images
   * @throws NetworkMemoryException if the heap is too small
   */
  public Predictor open(Device device) {
    NetworkSpec spec = model.spec();
    checkNames(spec);
    Optional<CheckpointInfo> run = CheckpointInfo.find(weights);
    InferenceProgram program =
        InferenceProgram.load(model, weights, names, device, batch, concurrency);
    return new Predictor(
        program,
        classNames.or(() -> run.map(CheckpointInfo::classNames)).orElse(List.of()),
        normalization
            .or(() -> run.map(CheckpointInfo::normalization))
            .filter(how -> spec.input().rank() == 3)
            .map(how -> new Pixels(spec, how)));
  }

  private void checkNames(NetworkSpec spec) {
    int classes = Decision.of(spec, spec.logits()).classes();
    classNames
        .filter(given -> given.size() != classes)
        .ifPresent(
            given -> {
              throw new IllegalArgumentException(
                  String.format(Locale.ROOT, "%d names do not fit `%s`, which tells %d apart",
                      given.size(), spec.name(), classes));
            });
  }
}
