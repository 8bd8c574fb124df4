/**
 * What optimisers are: each a file that states its slots, its numbers and its equations over one parameter and its
 * gradient, as a {@link dev.throughline.processor.update.UpdateRule}. {@link
 * dev.throughline.processor.update.UpdateRules} lists them, and makes of each one kernel over the flat buffer of all
 * parameters. The runtime's class of the same optimiser brings the numbers. Knows nothing of graphs or networks.
 */
@NullMarked
package dev.throughline.processor.update;

import org.jspecify.annotations.NullMarked;
