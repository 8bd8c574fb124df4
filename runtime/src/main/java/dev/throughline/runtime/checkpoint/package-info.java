/**
 * Files that hold tensors: the safetensors format, read strictly and written atomically. A file is
 * checked as a whole, and a bad one is told in one sentence, before anybody sees a value of it.
 * Knows nothing of networks or training.
 */
@NullMarked
package dev.throughline.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
