/** What tests of several rooms share: recorded vectors, comparisons, gradient checks. */
@NullMarked
package dev.throughline.processor.testing;

import org.jspecify.annotations.NullMarked;
