/** Layers and optimisers as somebody else would add them: their classes, and a line in META-INF/services. */
@NullMarked
package dev.throughline.processor.added;

import org.jspecify.annotations.NullMarked;
