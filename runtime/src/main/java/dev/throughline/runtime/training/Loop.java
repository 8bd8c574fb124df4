package dev.throughline.runtime.training;

import dev.throughline.runtime.data.FeedPass;
import dev.throughline.runtime.data.FeedSource;
import dev.throughline.runtime.device.Tally;
import dev.throughline.runtime.message.Quote;
import dev.throughline.runtime.message.Reason;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Schedule;
import dev.throughline.runtime.spec.Feed;
import dev.throughline.runtime.training.Stepper.Diverged;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run, from its first step or from where it was left, to its end. */
final class Loop implements Run {
  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final double NANOS = 1e9;

  private final Stepper stepper;
  private final FeedSource training;
  private final Optional<FeedSource> test;
  private final List<Listener> listeners;
  private final int epochs;
  private final int stepsPerEpoch;
  private final RunState state;
  private Optional<Saved> lastSaved;
  private volatile Optional<String> stopped = Optional.empty();

  /** A file from which the run can be resumed. */
  record Saved(Path path, long step) {}

  Loop(
      Stepper stepper,
      FeedSource training,
      Optional<FeedSource> test,
      List<Listener> listeners,
      int epochs,
      RunState state,
      Optional<Saved> resumed) {
    this.stepper = stepper;
    this.training = training;
    this.test = test;
    this.listeners = listeners;
    this.epochs = epochs;
    this.stepsPerEpoch = Fit.stepsPerEpoch(stepper.network(), training);
    this.state = state;
    this.lastSaved = resumed;
  }

  List<EpochReport> run() {
    if (state.step > 0) {
      LOG.log(Level.DEBUG, () -> "resumed at " + place(state.step));
    }
    int begun = 0;
    Throwable failure = null;
    try {
      for (Listener listener : listeners) {
        begun++;
        listener.started(this);
      }
      while (state.epoch < epochs && stopped.isEmpty()) {
        runEpoch();
      }
      stopped.ifPresent(reason -> LOG.log(Level.INFO, "stopped: {0}", reason));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = new TrainingException("the training was interrupted" + lastGood(), e);
    } catch (Diverged e) {
      failure = diverged(e, Math.max(0, state.step - 1));
    } catch (Throwable t) {
      failure = t;
    }
    end(begun, failure);
    return history();
  }

  /** Tells every listener that was told of the beginning, even if one throws; then throws what came first. */
  private void end(int begun, @Nullable Throwable first) {
    Throwable failure = first;
    for (Listener listener : listeners.subList(0, begun).reversed()) {
      try {
        listener.ended(this);
      } catch (Throwable t) {
        if (failure == null) {
          failure = t;
        } else if (failure != t) {
          failure.addSuppressed(t);
        }
      }
    }
    switch (failure) {
      case null -> {
        // All went well.
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> // from a listener in a language that declares no exceptions
          throw new TrainingException("a listener failed: " + Reason.of(failure), failure);
    }
  }

  private void runEpoch() throws InterruptedException, Diverged {
    EpochEvent event = new EpochEvent();
    event.begin();
    tell(listener -> listener.epochStarted(this));
    try (FeedPass feeds =
        training.training(network().batch(), state.seed, state.epoch, state.batch)) {
      while (stepped(feeds)) {
        if (stopped.isPresent()) {
          return;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
    stepper.checkFinite(); // the last step comes before no loss that would show it
    EpochReport report = report();
    state.endEpoch(report);
    event.epoch = report.epoch();
    event.loss = report.training().loss();
    event.imagesPerSecond = report.imagesPerSecond();
    event.commit();
    tell(listener -> listener.epochEnded(this, report));
  }

  /** Makes the next step of the epoch, if there is one. */
  private boolean stepped(FeedPass feeds) throws InterruptedException {
    StepEvent event = new StepEvent();
    long begin = System.nanoTime(); // waiting for data counts as time of the step
    Optional<Feed> next = feeds.next();
    if (next.isEmpty()) {
      return false;
    }
    Feed batch = next.get();
    double rate = rate(state.step);
    event.begin();
    Tally tally;
    try {
      tally = stepper.step(batch, rate);
    } catch (Diverged e) {
      throw diverged(e, state.step);
    }
    Score score =
        new Score(network().lastLoss(), (double) tally.right() / tally.answers());
    state.add(score.loss(), tally, batch.samples(), (System.nanoTime() - begin) / NANOS);
    event.epoch = state.epoch + 1;
    event.step = state.step;
    event.samples = batch.samples();
    event.loss = score.loss();
    event.commit();
    StepReport report =
        new StepReport(state.epoch + 1, state.batch, state.step, batch.samples(), score, rate);
    tell(listener -> listener.stepEnded(this, report));
    return true;
  }

  private EpochReport report() {
    Optional<Score> score = test.map(data -> Evaluation.scoreOf(network(), data));
    double rate = rate(Math.max(0, state.step - 1));
    return new EpochReport(
        state.epoch + 1, soFar(), score, rate, state.seconds, state.samples / state.seconds);
  }

  /** The rate of a step, counted from 0. */
  private double rate(long step) {
    double rate = stepper.schedule().rate(new Schedule.Place(step, stepsPerEpoch, epochs));
    if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
      throw new TrainingException(
          String.format(Locale.ROOT,
              "the schedule gives a rate of %s at %s: a rate must be zero or positive, and finite%s",
              rate, place(step), lastGood()));
    }
    return rate;
  }

  /** A step, counted from 0, for people. */
  private String place(long step) {
    return String.format(Locale.ROOT, "step %,d, in epoch %d", step + 1, step / stepsPerEpoch + 1);
  }

  private TrainingException diverged(Diverged what, long step) {
    return new TrainingException(
        "%s at %s: lower the learning rate (%s), warm it up, or clip gradients%s"
            .formatted(what.getMessage(), place(step), rate(step), lastGood()));
  }

  /** What is left of a run that fails; said to the log too, where those look who come later. */
  private String lastGood() {
    String said =
        lastSaved
            .map(
                saved -> saved.step() == 0
                    ? Quote.path(saved.path()) + ", from before the first step"
                    : Quote.path(saved.path()) + ", from after " + place(saved.step() - 1))
            .map("the last good checkpoint is "::concat)
            .orElse("");
    if (!said.isEmpty()) {
      LOG.log(Level.WARNING, said);
      said = "; " + said;
    }
    return said;
  }

  private void tell(Consumer<Listener> what) {
    listeners.forEach(what);
  }

  @Override
  public Network network() {
    return stepper.network();
  }

  @Override
  public int epochs() {
    return epochs;
  }

  @Override
  public boolean evaluates() {
    return test.isPresent();
  }

  @Override
  public int epochsDone() {
    return state.epoch;
  }

  @Override
  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  @Override
  public int stepsInEpoch() {
    return state.batch;
  }

  @Override
  public long steps() {
    return state.step;
  }

  @Override
  public Score soFar() {
    return state.soFar();
  }

  @Override
  public List<EpochReport> history() {
    return List.copyOf(state.history);
  }

  @Override
  public void save(Path path) {
    try {
      stepper.checkFinite();
    } catch (Diverged e) {
      throw diverged(e, Math.max(0, state.step - 1));
    }
    TrainingCheckpoint.write(
        path, network(), training, stepper.optimizer(), stepper.memory(), state);
    lastSaved = Optional.of(new Saved(path, state.step));
  }

  @Override
  public void stop(String reason) {
    stopped = Optional.of(reason);
  }
}
