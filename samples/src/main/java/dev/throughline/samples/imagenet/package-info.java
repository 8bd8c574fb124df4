/**
 * Networks for images of 224×224 pixels in a thousand classes, in the form in which torchvision
 * publishes weights.
 */
@NullMarked
package dev.throughline.samples.imagenet;

import org.jspecify.annotations.NullMarked;
