/**
 * The images inside the jar: a subset of Fashion-MNIST, so that a fresh clone trains without a
 * download. Nothing but their names and their files is here.
 */
@NullMarked
package dev.throughline.samples.embedded;

import org.jspecify.annotations.NullMarked;
