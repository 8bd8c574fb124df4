/**
 * The class that runs a network on the CPU: where its values lie in arrays, its passes as lists of calls, and for each kernel
 * a method that shares its work out among threads and picks its plain or its vector form.
 *
 * <p>Knows launches and memory, and of kernels their names and parameters: what a kernel does is {@code emit.java}'s, which knows nothing of
 * programs.
 */
@NullMarked
package dev.throughline.processor.emit.cpu;

import org.jspecify.annotations.NullMarked;
