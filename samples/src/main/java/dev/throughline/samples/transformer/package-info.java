/** Networks of attention, for sequences of tokens (Vaswani et al. 2017, Attention is all you need). */
@NullMarked
package dev.throughline.samples.transformer;

import org.jspecify.annotations.NullMarked;
