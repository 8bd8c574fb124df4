/**
 * Pictures: PNG, JPEG, GIF, BMP and WBMP files in memory become bytes, as Pillow reads them, and are
 * scaled as Pillow scales them. No claim of a file is believed before it has been held against what the
 * file can hold and against {@link dev.throughline.runtime.picture.Canvas#MOST_PIXELS}. Knows nothing of
 * files, labels and networks; what is wrong is said by {@link
 * dev.throughline.runtime.picture.BadPictureException} alone.
 */
@NullMarked
package dev.throughline.runtime.picture;

import org.jspecify.annotations.NullMarked;
