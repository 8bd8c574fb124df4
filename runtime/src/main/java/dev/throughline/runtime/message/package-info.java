/**
 * How the runtime speaks to a person: {@link dev.throughline.runtime.message.Quote} puts names that came from
 * outside into a sentence, {@link dev.throughline.runtime.message.Reason} says why a file could not be read or
 * written, and {@link dev.throughline.runtime.message.ThroughlineException} is what every failure of the
 * library is, one subclass a room. Knows nothing else.
 */
@NullMarked
package dev.throughline.runtime.message;

import org.jspecify.annotations.NullMarked;
