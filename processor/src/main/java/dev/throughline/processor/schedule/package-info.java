/**
 * How a contraction is computed: by which algorithm, in which tiles and blocks, from which copies of its operands; and
 * how other loops are run.
 *
 * <p>A {@link ContractionSchedule} is a value; {@link ContractionScheduling} chooses it from the geometry alone, and
 * it says what memory it needs. Whatever stands to the right carries it out: printers decide nothing. Nothing here
 * knows of names, offsets or text.
 */
@NullMarked
package dev.throughline.processor.schedule;

import org.jspecify.annotations.NullMarked;
