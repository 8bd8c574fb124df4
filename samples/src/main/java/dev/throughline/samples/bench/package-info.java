/**
 * Times a step of a network beside other libraries on the CPU.
 *
 * <p>Each side is a process of its own, with its own threads, flags and memory, and the sides take turns: a slow minute
 * of the machine slows all. A side may be anything that speaks the lines of {@link StepWorker}; one that cannot run is
 * left out with a sentence. Knows the runtime and processes; options and exit codes are the commands'.
 */
@NullMarked
package dev.throughline.samples.bench;

import org.jspecify.annotations.NullMarked;
