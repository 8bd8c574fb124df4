package dev.throughline.runtime.training;

import dev.throughline.runtime.data.Batch;
import dev.throughline.runtime.data.BatchLoader;
import dev.throughline.runtime.data.Dataset;
import dev.throughline.runtime.network.Network;
import dev.throughline.runtime.optimizer.Schedule;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One run, from its first step or from where it was left, to its end. */
final class Loop implements Run {
  private static final Logger LOG = System.getLogger(Loop.class.getName());
  private static final double NANOS = 1e9;

  private final Stepper stepper;
  private final Dataset training;
  private final Optional<Dataset> test;
  private final List<Listener> listeners;
  private final int epochs;
  private final int stepsPerEpoch;
  private final RunState state;
  private Optional<String> stopped = Optional.empty();

  Loop(
      Stepper stepper,
      Dataset training,
      Optional<Dataset> test,
      List<Listener> listeners,
      int epochs,
      RunState state) {
    this.stepper = stepper;
    this.training = training;
    this.test = test;
    this.listeners = listeners;
    this.epochs = epochs;
    this.stepsPerEpoch = Fit.stepsPerEpoch(stepper.network(), training);
    this.state = state;
  }

  List<EpochReport> run() {
    if (state.step > 0) {
      LOG.log(
          Level.DEBUG, "resumed after {0} steps, in epoch {1}", state.step, state.epoch + 1);
    }
    int begun = 0;
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
      throw new TrainingException("the training was interrupted", e);
    } finally {
      end(listeners.subList(0, begun));
    }
    return history();
  }

  /** Tells every listener, even if one throws. */
  private void end(List<Listener> begun) {
    if (!begun.isEmpty()) {
      try {
        begun.getLast().ended(this);
      } finally {
        end(begun.subList(0, begun.size() - 1));
      }
    }
  }

  private void runEpoch() throws InterruptedException {
    EpochEvent event = new EpochEvent();
    event.begin();
    tell(listener -> listener.epochStarted(this));
    try (BatchLoader loader =
        BatchLoader.training(
            training, network().batch(), state.seed, state.epoch, state.batch)) {
      while (stepped(loader)) {
        if (stopped.isPresent()) {
          return;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
    EpochReport report = report();
    state.endEpoch(report);
    event.epoch = report.epoch();
    event.loss = report.training().loss();
    event.imagesPerSecond = report.imagesPerSecond();
    event.commit();
    tell(listener -> listener.epochEnded(this, report));
  }

  /** Makes the next step of the epoch, if there is one. */
  private boolean stepped(BatchLoader loader) throws InterruptedException {
    StepEvent event = new StepEvent();
    long begin = System.nanoTime(); // waiting for data counts as time of the step
    Optional<Batch> next = loader.next();
    if (next.isEmpty()) {
      return false;
    }
    Batch batch = next.get();
    Schedule.Place place = place(state.step);
    event.begin();
    int correct = stepper.step(batch, place);
    Score score = new Score(network().lastLoss(), (double) correct / batch.size());
    state.add(score, correct, batch.size(), (System.nanoTime() - begin) / NANOS);
    event.epoch = state.epoch + 1;
    event.step = state.step;
    event.samples = batch.size();
    event.loss = score.loss();
    event.commit();
    double rate = stepper.schedule().rate(place);
    StepReport report =
        new StepReport(state.epoch + 1, state.batch, state.step, batch.size(), score, rate);
    tell(listener -> listener.stepEnded(this, report));
    return true;
  }

  private EpochReport report() {
    Optional<Score> score = test.map(data -> Evaluation.of(network(), data).score());
    double rate = stepper.schedule().rate(place(Math.max(0, state.step - 1)));
    return new EpochReport(
        state.epoch + 1, soFar(), score, rate, state.seconds, state.samples / state.seconds);
  }

  private Schedule.Place place(long step) {
    return new Schedule.Place(step, stepsPerEpoch, epochs);
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
    TrainingCheckpoint.write(
        path, network(), training, stepper.optimizer(), stepper.memory(), state);
  }

  @Override
  public void stop(String reason) {
    stopped = Optional.of(reason);
  }
}
