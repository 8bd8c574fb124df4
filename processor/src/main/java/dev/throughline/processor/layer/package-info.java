/**
 * What each annotation means: one file a layer.
 *
 * <p>A {@link LayerKind} checks what was written, computes the type of its result, expands itself into
 * primitives and describes itself; {@link Layers} lists them all. A new layer is an annotation in the
 * notation, a file here and a line in that list. {@link Site} is where a layer stands while it is
 * checked, {@link ExpansionSite} while it is expanded. This room knows nothing of skips, and nothing of
 * derivatives except where a layer has a closed form of its own.
 */
@NullMarked
package dev.throughline.processor.layer;

import org.jspecify.annotations.NullMarked;
