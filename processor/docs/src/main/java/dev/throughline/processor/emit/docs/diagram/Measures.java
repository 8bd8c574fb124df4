package dev.throughline.processor.emit.docs.diagram;

import dev.throughline.processor.emit.docs.diagram.Sketch.Box;
import dev.throughline.processor.emit.docs.diagram.Sketch.Frame;
import dev.throughline.processor.emit.docs.diagram.Sketch.Look;
import java.util.List;

/** How large the shapes of a sketch must be to hold their words; all members are as wide as the widest. */
final class Measures {
  static final int LINE = 18;
  static final int PAD = 10;
  static final int INSET = 14;
  static final int FORK = 6;
  static final int PLUS = 18;

  /** How far the sheets below a stack reach out. */
  static final int SHEET = 4;

  /** Words wrap here, unless a single one is longer. */
  private static final int WRAP = 232;

  private static final int BADGE = 56;

  private final int box;

  Measures(Sketch sketch) {
    this.box =
        sketch.all()
            .mapToInt(shape -> shape instanceof Box b && !isSmall(b) ? width(b) : 0)
            .max()
            .orElse(0);
  }

  /** With the words of {@code box} alone. Even, so that straight lines through its middle stay straight. */
  private static int width(Box box) {
    return (content(box) + 2 * PAD + 1) / 2 * 2;
  }

  private static int content(Box box) {
    int gap = box.number().isEmpty() ? 0 : 2 * PAD;
    int title = Lettering.mono(box.name()) + gap + Lettering.mono(box.number());
    int words = Lettering.widest(words(box));
    return Math.max(Math.max(title, words), Lettering.mono(box.shape()));
  }

  int widthOf(Box of) {
    return isSmall(of) ? width(of) : box;
  }

  private static boolean isSmall(Box box) {
    return box.look() == Look.ASIDE || box.look() == Look.STEP;
  }

  int height(Box box) {
    int lines = 1 + words(box).size() + (box.shape().isEmpty() ? 0 : 1);
    return lines * LINE + 2 * (PAD / 2);
  }

  /** The words of a box, line by line. */
  static List<String> words(Box box) {
    return box.words().isEmpty() ? List.of() : Lettering.wrap(box.words(), WRAP);
  }

  /** The words beside or below the title of a frame, line by line. */
  static List<String> words(Frame frame) {
    return frame.words().isEmpty() ? List.of() : Lettering.wrap(frame.words(), WRAP);
  }

  int titleHeight(Frame frame) {
    return (1 + words(frame).size()) * LINE + PAD;
  }

  int titleWidth(Frame frame) {
    int badge = frame.count() > 1 ? BADGE : 0;
    int title = Lettering.mono(frame.title()) + badge;
    return Math.max(title, Lettering.widest(words(frame))) + 2 * PAD;
  }
}
