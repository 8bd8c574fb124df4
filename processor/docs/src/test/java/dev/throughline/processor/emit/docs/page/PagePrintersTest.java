package dev.throughline.processor.emit.docs.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.throughline.processor.emit.docs.page.Page.Heading;
import dev.throughline.processor.emit.docs.page.Page.Listing;
import dev.throughline.processor.emit.docs.page.Page.Paragraph;
import dev.throughline.processor.emit.docs.page.Page.Twins;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One page, two printers. */
class PagePrintersTest {
  private static final Page PAGE =
      new Page(
          "Net",
          "A <net>",
          List.of(new Prose.Link(Prose.text("Kernels"), "Net-kernels", "")),
          List.of(
              new Heading(2, "Sum of `x`"),
              new Paragraph(Prose.of("**Big `a | b`** and *small* & <plain>")),
              new TableBuilder("Name", ">Size")
                  .row(Prose.code("a | b"), Prose.text("7"))
                  .row(
                      Prose.link(Prose.code("k"), "Net-kernels", Page.anchor("conv3x3_A b")),
                      Prose.lines(List.of(Prose.text("1"), Prose.text("2"))))
                  .build(),
              new Listing("java", "if (a < b) {}\n"),
              new Twins(
                  Prose.of("**One**"),
                  new Listing("java", "a\n  b\n", Set.of("b")),
                  Prose.text("Other"),
                  new Listing("java", "c"))));

  @Test
  void markdown() {
    assertEquals(
        """
            # A <net>

            [Kernels](Net-kernels.md)

            ## Sum of `x`

            **Big `a | b`** and *small* & <plain>

            | Name | Size |
            | --- | ---: |
            | `a \\| b` | 7 |
            | [`k`](Net-kernels.md#conv3x3_a-b) | 1<br>2 |

            ```java
            if (a < b) {}
            ```

            **One**

            ```java
            a
              b
            ```

            Other

            ```java
            c
            ```
            """,
        MarkdownPrinter.print(PAGE));
  }

  @Test
  void html() {
    String html = HtmlPrinter.print(PAGE);
    for (String part : List.of(
        "<title>A &lt;net&gt;</title>",
        "<nav><a href=\"Net-kernels.html\">Kernels</a></nav>",
        "<h2 id=\"sum-of-x\">Sum of `x`</h2>",
        "<p><b>Big <code>a | b</code></b> and <em>small</em> &amp; &lt;plain&gt;</p>",
        "<tr><td><code>a | b</code><td class=\"n\">7</tr>",
        "<td><a href=\"Net-kernels.html#conv3x3_a-b\"><code>k</code></a><td class=\"n\">1<br>2</tr>",
        "<code>if (a &lt; b) {}</code></pre>",
        "<div class=\"twins\"><div><p><b>One</b></p>",
        "<code>a\n<mark>  b</mark></code></pre></div>",
        "<div><p>Other</p>")) {
      assertTrue(html.contains(part), () -> part + " is not in\n" + html);
    }
  }
}
