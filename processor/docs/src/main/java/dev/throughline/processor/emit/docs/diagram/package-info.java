/**
 * A picture of boxes, frames around them and arrows between them, as SVG. Knows nothing of networks: a
 * {@link dev.throughline.processor.emit.docs.diagram.Sketch} says what is to be seen, the layered layout of
 * the Eclipse Layout Kernel where it goes, and the words never leave their boxes.
 */
@NullMarked
package dev.throughline.processor.emit.docs.diagram;

import org.jspecify.annotations.NullMarked;
