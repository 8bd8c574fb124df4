package dev.throughline.processor.memory;

/**
 * Where a buffer lives.
 *
 * @param offset in floats; of one sample in {@link Region#ACTIVATIONS}, where the address is {@code offset ·
 *     batch capacity}
 * @param size in floats, of one sample likewise
 */
public record Slot(Region region, long offset, long size) {}
