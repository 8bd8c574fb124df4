package dev.throughline.runtime.network;

/**
 * The memory plan of one mode, in floats.
 *
 * <p>The activations region holds {@code capacity × floatsPerSample} floats. A tensor of {@code
 * size} floats per sample at per-sample offset {@code o} begins at {@code o × capacity}, and sample
 * {@code i} of it at {@code o × capacity + i × size}: samples of one tensor are neighbours, whatever
 * part of the capacity a batch uses. The workspace region does not grow with the batch.
 *
 * @param floatsPerSample floats of the activations region for each sample of capacity
 * @param fixedFloats floats of the workspace region
 * @param inputAt per-sample offset of the images, stored {@code [h][w][c]}
 * @param labelsAt per-sample offset of the labels (one float each), or {@link #NONE}
 * @param logitsAt per-sample offset of the logits
 * @param lossAt per-sample offset of the loss (one float each), or {@link #NONE}
 */
public record MemorySpec(
    long floatsPerSample, int fixedFloats, int inputAt, int labelsAt, int logitsAt, int lossAt) {
  /** The offset of what this mode does not have. */
  public static final int NONE = -1;
}
