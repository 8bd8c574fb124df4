/** Whether what the header of a generated kernel says is what the kernel does. */
@org.jspecify.annotations.NullMarked
package dev.throughline.processor.header;
