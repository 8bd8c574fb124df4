/** Sources drawn from seeds: odd shapes of every layer, and samples with mistakes. */
@NullMarked
package dev.throughline.processor.fuzz;

import org.jspecify.annotations.NullMarked;
