/**
 * The class of a network that callers see: how to make one, what it is in numbers, a handle for each member.
 *
 * <p>It is the same whatever runs the network, so it may know graphs, the order of parameters in memory and the names of the classes
 * that targets generate, but no kernel, no launch and no array. Writers of targets are no business of its.
 */
@NullMarked
package dev.throughline.processor.emit.network;

import org.jspecify.annotations.NullMarked;
