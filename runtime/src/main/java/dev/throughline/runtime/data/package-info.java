/**
 * What networks are trained on. A {@link dev.throughline.runtime.data.FeedSource} is samples with any inputs and
 * targets. Labelled images have a type of their own, {@link dev.throughline.runtime.data.Dataset}: readers of the common
 * file formats, augmentation, normalisation, shuffling, and batches built ahead on another thread. Pixels stay bytes until a batch is built. Every random
 * choice is a pure function of seed, epoch and sample. Knows networks as
 * descriptions only.
 */
@NullMarked
package dev.throughline.runtime.data;

import org.jspecify.annotations.NullMarked;
