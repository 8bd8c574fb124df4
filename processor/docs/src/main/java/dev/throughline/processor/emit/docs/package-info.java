/**
 * The pages of a network: what it is made of and costs, how its gradient flows, its training step as
 * code, the source of its kernels. An
 * {@link dev.throughline.processor.emit.docs.Outline} is the network as its reader sees it, {@link
 * dev.throughline.processor.emit.docs.Units} who reads whom, as the graph has it; room {@code diagram} draws,
 * room {@code page} prints Markdown and HTML. A page says what the compiler's values hold and decides
 * nothing; the same network gives the same bytes.
 */
@NullMarked
package dev.throughline.processor.emit.docs;

import org.jspecify.annotations.NullMarked;
