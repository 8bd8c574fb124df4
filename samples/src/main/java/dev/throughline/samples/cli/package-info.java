/**
 * The commands: options in, sentences out.
 *
 * <p>Whatever a user can get wrong ends in one sentence on the error stream that names the fix, and exit code
 * 2; what the machine refuses (disk, memory, threads) likewise, and 1. An exception with a trace is a mistake of
 * ours, and 3. Names from files and arguments reach a sentence shortened and escaped.
 */
@NullMarked
package dev.throughline.samples.cli;

import org.jspecify.annotations.NullMarked;
