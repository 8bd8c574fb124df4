package dev.throughline.runtime.data;

import java.util.List;

/**
 * A source of labelled images of one size: what a reader yields and a {@link Dataset} is made of.
 * Safe for reading from several threads.
 */
public interface Images {
  /** Number of images. */
  int size();

  /** Channels of every image. */
  int channels();

  /** Height of every image. */
  int height();

  /** Width of every image. */
  int width();

  /** Names of the classes, by label. */
  List<String> classNames();

  /** Label of an image: an index into {@link #classNames()}. */
  int label(int index);

  /**
   * Copies the pixels of an image, unsigned bytes stored {@code [h][w][c]}.
   *
   * @param into receives {@code height · width · channels} bytes from its beginning
   */
  void read(int index, byte[] into);
}
