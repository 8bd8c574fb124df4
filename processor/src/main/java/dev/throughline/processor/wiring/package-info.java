/**
 * How members follow each other: chains, repeats and skips.
 *
 * <p>{@link TypeInference} gives every member of a network its place and its types and so turns a model
 * into a {@link TypedNetwork}, or reports why not; {@link NetworkExpansion} turns that into the graph of
 * training or of inference and can no longer fail. A {@link WiringKind} says how a block joins the
 * trunk, one file each; {@link Wirings} lists them.
 */
@NullMarked
package dev.throughline.processor.wiring;

import org.jspecify.annotations.NullMarked;
