package dev.throughline.processor.emit.docs.page;

/** How a page looks. The reader's preference decides between dark on light and light on dark. */
final class PageStyle {
  private PageStyle() {}

  static final String SHEET =
      """
          :root { color-scheme: light dark; --ink: #1f2328; --faint: #59636e; --paper: #ffffff; --line: #d1d9e0;
            --tint: #f6f8fa; --link: #0969da; --mark: #fff2b3 }
          @media (prefers-color-scheme: dark) {
            :root { --ink: #e6edf3; --faint: #9198a1; --paper: #0d1117; --line: #3d444d; --tint: #151b23;
              --link: #4493f8; --mark: #4d3d00 }
          }
          * { box-sizing: border-box }
          body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
            font: 16px/1.5 -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif }
          nav, main { max-width: 1080px; margin: 0 auto; padding: 0 16px }
          nav { padding-top: 12px; color: var(--faint) }
          main { padding-bottom: 48px }
          h1 { font-size: 28px; line-height: 1.25; margin: 16px 0 8px }
          h2 { font-size: 21px; margin: 36px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line) }
          h3 { font-size: 17px; margin: 24px 0 8px }
          p { margin: 8px 0; max-width: 76ch }
          a { color: var(--link) }
          code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 13px }
          .wide { overflow-x: auto; margin: 12px 0; max-width: 100% }
          .picture { text-align: center }
          .picture img { max-width: none; display: inline-block; vertical-align: top }
          pre { background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: 12px;
            overflow-wrap: normal; line-height: 1.4 }
          pre code { font-size: 12px }
          mark { background: var(--mark); color: inherit }
          .twins { display: grid; gap: 0 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)) }
          .twins > div { min-width: 0 }
          table { border-collapse: collapse; font-size: 14px; overflow-wrap: normal }
          th, td { text-align: left; vertical-align: top; padding: 5px 10px; border: 1px solid var(--line) }
          th { background: var(--tint); font-weight: 600 }
          .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
          td code { white-space: nowrap }
          """;
}
