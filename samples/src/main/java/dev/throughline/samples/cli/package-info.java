/**
 * The commands: options in, sentences out.
 *
 * <p>Whatever a user can get wrong ends in one sentence that names the fix, and exit code 2; an
 * exception with a trace is a bug of ours.
 */
@NullMarked
package dev.throughline.samples.cli;

import org.jspecify.annotations.NullMarked;
