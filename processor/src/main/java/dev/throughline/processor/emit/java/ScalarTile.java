package dev.throughline.processor.emit.java;

import dev.throughline.processor.schedule.Terms;
import dev.throughline.processor.schedule.Terms.Operand;

/** In plain loops: block after block, in each some sums along i and for each of these some channels. */
final class ScalarTile extends TileBody {
  private final int high;
  private final int wide;
  private final String channel;
  private final String atA;
  private final String atB;

  ScalarTile(SourceText text, Terms terms) {
    super(text, terms);
    this.high = terms.block().high();
    this.wide = terms.block().wide();
    this.channel = terms.channelwise() ? "c" : "k";
    this.atA = a.buffer() + (terms.slides() ? terms.i().letter() : inner);
    this.atB = b.buffer() + (b.row().moves() ? inner : channel);
  }

  @Override
  void print() {
    open(terms.i().letter(), terms.i().extent(), high);
    if (terms.keepsColumns()) {
      open(terms.j().letter(), terms.j().extent(), 1);
    }
    open(channel, terms.channels(), wide);
    sums();
    text.close().close();
    if (terms.keepsColumns()) {
      text.close();
    }
  }

  private void sums() {
    if (terms.adds()) {
      each(high, i -> local(sum, i));
    }
    each(high, i -> each(wide,
        k -> text.line("float sum%d_%d = %s;", i, k, terms.adds() ? stored(i, k) : "0")));
    if (!b.row().moves()) {
      text.line("int %s = %s;", atB, start(b));
    }
    openLoops(atA, atB, high);
    if (terms.slides()) {
      slide();
    } else {
      multiply(atA);
      if (!terms.readsRuns()) {
        advance(atA, a.step());
      }
      advance(atB, b.step());
    }
    text.close().close();
    each(high, i -> {
      if (!terms.adds()) {
        local(sum, i);
      }
      each(wide, k -> text.line("%s = sum%d_%d;", stored(i, k), i, k));
    });
  }

  private void slide() {
    String s = terms.j().letter();
    open(s, terms.j().extent(), 1);
    String at = a.buffer() + s;
    text.line("int %s = %s;", at, atA + along(s, a.j()) + along(inner, a.step()));
    multiply(at);
    advance(atB, b.j());
    text.close();
  }

  private void multiply(String at) {
    each(wide, k -> text.line("float b%d = %s[%s];", k, b.buffer(), atB + floats(k)));
    each(high, i -> {
      String place =
          terms.readsRuns()
              ? a.buffer() + i + along(inner, a.step())
              : at + named(i, a.i()) + floats(i * a.i().floats());
      text.line("float a%d = %s[%s];", i, a.buffer(), place);
      each(wide, k -> text.line("sum%1$d_%2$d = Math.fma(a%1$d, b%2$d, sum%1$d_%2$d);", i, k));
    });
  }

  private String stored(int i, int k) {
    return "%s[%s]".formatted(sum.buffer(), sum.buffer() + i + floats(k));
  }

  @Override
  String start(Operand of) {
    String row = of.start() + along(terms.outer().variable(), of.row());
    String column =
        terms.keepsColumns() ? floats(of.first()) + along(terms.j().letter(), of.j()) : "";
    boolean ofChannels = of != a || terms.channelwise();
    return row + along(terms.i().letter(), of.i()) + column + (ofChannels ? " + " + channel : "");
  }
}
