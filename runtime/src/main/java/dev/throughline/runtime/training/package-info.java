/**
 * The loop: {@link dev.throughline.runtime.training.Trainer} leads a network through epochs of a
 * data set, evaluates it, tells {@link dev.throughline.runtime.training.Listener listeners}, and
 * saves and resumes runs bit for bit. Knows no listener by name.
 */
@NullMarked
package dev.throughline.runtime.training;

import org.jspecify.annotations.NullMarked;
