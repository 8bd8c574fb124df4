package dev.throughline.samples.bench;

/** A network with its optimiser and one resident batch, ready to be trained on it again and again. */
interface TrainingStep extends AutoCloseable {

  /** Images a step. */
  int batch();

  /** Trainable values of the network: both sides must train the same one. */
  long parameters();

  /** Forward, loss, backward and update; returns the loss of the batch before the update. */
  float run();

  @Override
  void close();
}
