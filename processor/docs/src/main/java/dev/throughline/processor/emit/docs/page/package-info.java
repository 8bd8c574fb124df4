/**
 * A page of prose, tables and pictures, and its two printers: Markdown for a code host, HTML for a site.
 * Knows nothing of networks. What is said once is said in both; a link names a page, and each printer leads
 * it to the page of its own kind.
 */
@NullMarked
package dev.throughline.processor.emit.docs.page;

import org.jspecify.annotations.NullMarked;
