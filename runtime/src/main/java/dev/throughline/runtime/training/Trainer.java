package dev.throughline.runtime.training;

import dev.throughline.runtime.checkpoint.CheckpointException;
import dev.throughline.runtime.data.DataException;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.device.NetworkMemoryException;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Clipping;
import dev.throughline.runtime.optimizer.Optimizer;
import dev.throughline.runtime.optimizer.OptimizerState;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.optimizer.Sgd;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Trains a network: a classifier of images on a {@link Dataset}, any other on a {@link FeedSource}.
 *
 * <pre>{@code
 * Trainer.of(net)
 *     .optimizer(Sgd.momentum(0.9f).weightDecay(1e-4f))
 *     .schedule(Schedule.cosine(0.1).warmUp(1))
 *     .evaluate(test)
 *     .listen(new ProgressBar())
 *     .fit(train.augment(PadCropFlip.of(4)), 10);
 * }</pre>
 *
 * <p>A network with other inputs or targets, such as tokens, takes its samples by their names:
 *
 * <pre>{@code
 * FeedSource sentences = FeedSource.of(Feed.of(10_000).indices("tokens", tokens).indices("labels", next));
 * Trainer.of(net).optimizer(AdamW.standard()).clipNorm(1).fit(sentences, 10);
 * }</pre>
 *
 * <p>Every epoch sees the training set in another order. Its last part, if it does not fill a
 * batch, is left out, so that every step averages over as many samples; evaluation leaves nothing
 * out. The same seed gives the same weights, bit for bit, with any number of threads and through
 * any number of interruptions.
 */
public final class Trainer {
  /** Networks that a run is training: a listener, or another thread, must not begin a second one. */
  private static final Set<Network> TRAINING = ConcurrentHashMap.newKeySet();

  private final Network network;
  private final List<Listener> listeners = new ArrayList<>();
  private Optimizer optimizer = Sgd.momentum(0.9f);
  private Schedule schedule = Schedule.constant(0.1);
  private Clipping clipping = Clipping.none();
  private Optional<Dataset> testImages = Optional.empty();
  private Optional<FeedSource> test = Optional.empty();
  private Optional<Path> resumeFrom = Optional.empty();
  private Optional<String> note = Optional.empty();
  private long seed;

  private Trainer(Network network) {
    this.network = network;
    this.seed = network.seed();
  }

  /** A trainer with SGD of momentum 0.9, a constant rate of 0.1 and the network's seed. */
  public static Trainer of(Network network) {
    return new Trainer(network);
  }

  /** Steps with this optimiser. */
  public Trainer optimizer(Optimizer choice) {
    optimizer = choice;
    return this;
  }

  /** Takes learning rates from this schedule. */
  public Trainer schedule(Schedule choice) {
    schedule = choice;
    return this;
  }

  /** Scales gradients so that their common norm is at most {@code limit}. */
  public Trainer clipNorm(float limit) {
    clipping = Clipping.norm(limit);
    return this;
  }

  /** Moves every gradient into {@code ± limit}. */
  public Trainer clipValue(float limit) {
    clipping = Clipping.value(limit);
    return this;
  }

  /** Shuffles and augments by this seed instead of the network's. */
  public Trainer seed(long choice) {
    seed = choice;
    return this;
  }

  /** Evaluates on this data set after every epoch. */
  public Trainer evaluate(Dataset data) {
    testImages = Optional.of(data);
    test = Optional.empty();
    return this;
  }

  /** Evaluates on these samples after every epoch. */
  public Trainer evaluate(FeedSource data) {
    testImages = Optional.empty();
    test = Optional.of(data);
    return this;
  }

  /**
   * Puts a text of yours into every checkpoint; {@link CheckpointInfo#note} finds it again. A resumed
   * run keeps the old one if it is given none.
   */
  public Trainer note(String text) {
    note = Optional.of(text);
    return this;
  }

  /** Tells these listeners, after those added before. */
  public Trainer listen(Listener... more) {
    listeners.addAll(List.of(more));
    return this;
  }

  /**
   * Continues the run that wrote a checkpoint, bit for bit, if data, batch size, optimiser and
   * schedule are those of that run. Data of another number of images, other class names or another
   * normalisation are refused, and so are another batch size and another kind of optimiser.
   */
  public Trainer resume(Path checkpoint) {
    resumeFrom = Optional.of(checkpoint);
    return this;
  }

  /**
   * Trains until {@code epochs} epochs are complete, those before a resumption included, or a
   * listener stops the run.
   *
   * <p>What a listener throws ends the run and reaches the caller; what others throw in {@code ended} is
   * added to it as suppressed.
   *
   * @return all complete epochs
   * @throws DataException if data cannot be read or do not fit the network, or training and test data have
   *     other classes
   * @throws CheckpointException if the checkpoint to resume from is bad or of another run; the
   *     network is as it was then
   * @throws TrainingException if loss, weights or running statistics cease to be finite, the schedule yields
   *     no rate, or the thread is interrupted, which it stays; the message names the last good checkpoint
   * @throws NetworkMemoryException if what the optimiser remembers does not fit the heap
   * @throws IllegalStateException if the network or its device is closed, or the network is being trained
   *     already
   */
  public List<EpochReport> fit(Dataset training, int epochs) {
    return fit(() -> new ImageFeeds(training, network.spec()), epochs);
  }

  /** {@link #fit(Dataset, int)} on any samples. */
  public List<EpochReport> fit(FeedSource training, int epochs) {
    return fit(() -> training, epochs);
  }

  private List<EpochReport> fit(Supplier<FeedSource> training, int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "cannot train for %d epochs: give 1 or more", epochs));
    }
    if (!TRAINING.add(network)) {
      throw new IllegalStateException(
          "`%s` is being trained already: begin another run when this one has ended"
              .formatted(network.spec().name()));
    }
    try {
      return begun(training, epochs).run();
    } finally {
      TRAINING.remove(network);
    }
  }

  /** A run whose every part is known to fit; nothing has been told or written yet. */
  private Loop begun(Supplier<FeedSource> given, int epochs) {
    network.device().checkOpen();
    FeedSource training = given.get();
    training.check(network.spec());
    Fit.stepsPerEpoch(network, training);
    Optional<FeedSource> tested =
        testImages.<FeedSource>map(images -> new ImageFeeds(images, network.spec())).or(() -> test);
    tested.ifPresent(data -> data.check(network.spec()));
    tested.ifPresent(data -> Fit.checkTest(training, data));
    OptimizerState memory = new OptimizerState(optimizer, network);
    RunState state =
        resumeFrom
            .map(path -> restored(path, training, memory))
            .orElseGet(() -> new RunState(seed));
    state.note = note.orElse(state.note);
    Stepper stepper = new Stepper(network, optimizer, memory, schedule, clipping);
    Optional<Loop.Saved> saved = resumeFrom.map(path -> new Loop.Saved(path, state.step));
    return new Loop(stepper, training, tested, List.copyOf(listeners), epochs, state, saved);
  }

  private RunState restored(Path path, FeedSource training, OptimizerState memory) {
    try {
      return TrainingCheckpoint.restore(path, network, training, optimizer, memory);
    } catch (CheckpointException e) {
      if (e.getCause() instanceof ClosedByInterruptException) {
        throw new TrainingException("the training was interrupted before it was resumed", e);
      }
      throw e;
    }
  }
}
