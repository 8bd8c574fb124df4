/**
 * Where a network runs. A {@link dev.throughline.runtime.device.Device} opens an {@link
 * dev.throughline.runtime.device.Engine} for what the compiler made of a network ({@link
 * dev.throughline.runtime.device.Programs}); the engine owns the memory and carries out passes, steps of an optimiser
 * ({@link dev.throughline.runtime.device.UpdateStep}) and measurements where that memory is. Numbers leave it only by
 * reading. Each kind of device has a room below, {@code device.cpu} for one, and only {@code Device} names it. Knows
 * networks as descriptions; nothing of optimisers, data or training loops.
 */
@NullMarked
package dev.throughline.runtime.device;

import org.jspecify.annotations.NullMarked;
