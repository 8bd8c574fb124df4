/**
 * One page for each network, as Markdown and SVG text: what it is made of, what it costs, what it runs. A
 * page says what the compiler's values hold and decides nothing; the same network gives the same bytes.
 */
@NullMarked
package dev.throughline.processor.emit.docs;

import org.jspecify.annotations.NullMarked;
