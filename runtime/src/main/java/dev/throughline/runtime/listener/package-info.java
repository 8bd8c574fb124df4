/**
 * Listeners that most runs want: progress on the screen, a CSV log, checkpoints, early stopping. Each
 * takes up again where it was when a run is resumed, from the run's history alone. Nothing depends
 * on this room.
 */
@NullMarked
package dev.throughline.runtime.listener;

import org.jspecify.annotations.NullMarked;
