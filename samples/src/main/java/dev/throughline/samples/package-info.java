/**
 * One annotated file for each network, and the command line that trains, evaluates and asks them.
 *
 * <p>Only what is of no use to another program lives here: the networks themselves, the table that
 * names them, options and what is printed. Data, training and checkpoints are the runtime's.
 */
@NullMarked
package dev.throughline.samples;

import org.jspecify.annotations.NullMarked;
