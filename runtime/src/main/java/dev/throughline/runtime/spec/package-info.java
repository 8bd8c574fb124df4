/**
 * What a network is to those who run it, feed it and read it, whatever it runs on: a {@link
 * dev.throughline.runtime.spec.NetworkSpec} describes it in numbers, a {@link dev.throughline.runtime.spec.Feed} is a
 * batch for it, and a {@link dev.throughline.runtime.spec.Decision} says what an answer tells. Values only; knows
 * nothing of memory plans, devices or data sets.
 */
@NullMarked
package dev.throughline.runtime.spec;

import org.jspecify.annotations.NullMarked;
