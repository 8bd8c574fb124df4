/**
 * Labelled images: readers of the common file formats, one type {@link
 * dev.throughline.runtime.data.Dataset} for them all, augmentation, normalisation, shuffling, and
 * batches built ahead on another thread. Pixels stay bytes until a batch is built. Every random
 * choice is a pure function of seed, epoch and sample. Knows nothing of networks.
 */
@NullMarked
package dev.throughline.runtime.data;

import org.jspecify.annotations.NullMarked;
