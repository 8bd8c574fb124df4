/** A layer as somebody else would add it: an annotation, a class, and a line in META-INF/services. */
@NullMarked
package dev.throughline.processor.added;

import org.jspecify.annotations.NullMarked;
