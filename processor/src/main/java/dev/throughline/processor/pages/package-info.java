/**
 * What the pages of a network are written from, and who writes them: a {@link
 * dev.throughline.processor.pages.PageWriter} is a service, so that pages and what draws them come in a jar of their own
 * and only those who ask for pages carry it. Knows what was compiled, and nothing of how a page looks.
 */
@NullMarked
package dev.throughline.processor.pages;

import org.jspecify.annotations.NullMarked;
