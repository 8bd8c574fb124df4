/**
 * From a compiled network to source files; here is what the writers of all of its classes need.
 *
 * <p>{@link Generated} is what they look at. A class for callers is {@code emit.network}'s, one that runs the network is that of the
 * room of its target. {@link ValueNames} says what values are called, whatever holds them. {@link Parts} and {@link Described} keep
 * classes of deep networks within what a class file holds; the runtime's types have names here and are never loaded. Nothing here knows
 * a kernel's text.
 */
@NullMarked
package dev.throughline.processor.emit;

import org.jspecify.annotations.NullMarked;
