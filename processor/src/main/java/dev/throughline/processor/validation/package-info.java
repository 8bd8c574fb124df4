/**
 * What has to hold of a network as a whole: it has an input, its loss comes last, members return what
 * their annotations say, it fits the memory it may use.
 */
@NullMarked
package dev.throughline.processor.validation;

import org.jspecify.annotations.NullMarked;
