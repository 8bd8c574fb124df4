package dev.throughline.samples.bench;

/** A network with one resident batch, ready to be run on it again and again. */
interface Step extends AutoCloseable {

  /** Trainable values of the network: all sides must run the same one. */
  long parameters();

  /** The library with its version, and what it found of the machine. */
  String description();

  /** In training forward, loss, backward and update; otherwise the answers. */
  void run();

  @Override
  void close();
}
