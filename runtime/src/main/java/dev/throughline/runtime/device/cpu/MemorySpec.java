package dev.throughline.runtime.device.cpu;

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
 */
public record MemorySpec(long floatsPerSample, int fixedFloats) {}
