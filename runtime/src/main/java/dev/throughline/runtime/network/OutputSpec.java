package dev.throughline.runtime.network;

import dev.throughline.runtime.tensor.Layout;

/**
 * An answer of the network.
 *
 * @param name path of the member that computes it
 * @param layout published extents and storage order of one sample's
 * @param trainingAt per-sample offset in training
 * @param inferenceAt per-sample offset in inference
 */
public record OutputSpec(String name, Layout layout, int trainingAt, int inferenceAt) {
  int at(Mode mode) {
    return switch (mode) {
      case TRAINING -> trainingAt;
      case INFERENCE -> inferenceAt;
    };
  }
}
