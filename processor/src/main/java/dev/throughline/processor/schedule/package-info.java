/**
 * How a contraction is computed: by which algorithm, in which tiles and blocks, from which copies of its operands.
 *
 * <p>A {@link ContractionSchedule} is a value; {@link ContractionScheduling} chooses it from the geometry alone, and
 * it says what memory it needs and which tiles it calls. A {@link Tile} is a value too: its shape, the names of its
 * parameters and, as {@link Terms}, what it sums. Whatever stands to the right carries it out: printers decide
 * nothing. Nothing here knows of offsets or text.
 */
@NullMarked
package dev.throughline.processor.schedule;

import org.jspecify.annotations.NullMarked;
