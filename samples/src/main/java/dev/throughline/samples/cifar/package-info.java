/** Networks for images of 32×32 pixels in ten classes, CIFAR-10 and its like. */
@NullMarked
package dev.throughline.samples.cifar;

import org.jspecify.annotations.NullMarked;
