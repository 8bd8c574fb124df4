/**
 * Benchmarks against other libraries; compiled under the Maven profile {@code bench} only, because the
 * peers bring hundreds of megabytes of native code.
 *
 * <p>Each side runs in a JVM of its own, with its own threads and environment, and the sides take
 * turns: a slow minute of the machine slows both.
 */
@NullMarked
package dev.throughline.samples.bench;

import org.jspecify.annotations.NullMarked;
