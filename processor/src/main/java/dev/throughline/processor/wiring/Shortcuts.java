package dev.throughline.processor.wiring;

import dev.throughline.dsl.Initialization;
import dev.throughline.dsl.Norm;
import dev.throughline.dsl.Residual;
import dev.throughline.dsl.Shortcut;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.graph.GraphBuilder;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.graph.Window;
import dev.throughline.processor.layer.ExpansionSite;
import dev.throughline.processor.layer.Normalization;
import dev.throughline.processor.layer.Site;
import dev.throughline.processor.layer.Weights;
import dev.throughline.processor.model.BlockModel;
import dev.throughline.processor.model.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The three shortcuts of He et al. 2015, section 3.3. */
final class Shortcuts {
  /** What a projection is called; its parameters are named after it. */
  private static final String NAME = "shortcut";

  private Shortcuts() {}

  /** A member of the block must not have the projection's name. */
  static void checkNames(Site<Residual> site, BlockModel block) {
    if (site.settings().shortcut() != Shortcut.PROJECTION) {
      return;
    }
    for (Member member : block.members()) {
      if (member.name().equals(NAME)) {
        site.report(
            "shortcut",
            Problem.RESERVED_NAME,
            "the projection of `%s` is named `shortcut`, and so is a member of `%s`"
                .formatted(site.path(), block.name()),
            Hint.use("another name for the member"));
      }
    }
  }

  /** Reports a shortcut of {@code x} that does not end in the type of {@code body}. */
  static void check(TensorType x, TensorType body, int stride, Site<Residual> site) {
    Shortcut shortcut = site.settings().shortcut();
    if (x.equals(body)) {
      return;
    }
    TensorType carried =
        switch (shortcut) {
          case IDENTITY -> x;
          case PAD, PROJECTION -> strided(x, stride);
        };
    boolean samePlace =
        carried.isImage()
            ? body.isImage()
                && carried.height() == body.height()
                && carried.width() == body.width()
            : !body.isImage() && carried.withFeatures(1).equals(body.withFeatures(1));
    if (!samePlace
        || shortcut == Shortcut.IDENTITY
        || (shortcut == Shortcut.PAD && body.features() < x.features())) {
      reportShape(x, carried, body, stride, samePlace, site);
    } else if (shortcut == Shortcut.PAD && (body.features() - x.features()) % 2 != 0) {
      site.report(
          "shortcut",
          Problem.UNEVEN_CHANNELS,
          String.format(Locale.ROOT,
              "the shortcut of `%s` goes from %d to %d channels, and PAD adds as many before as after",
              site.path(), x.features(), body.features()),
          Hint.use(String.format(Locale.ROOT, "filters = %d", body.features() + 1)),
          Hint.or("shortcut = PROJECTION"));
    }
  }

  private static void reportShape(
      TensorType x,
      TensorType carried,
      TensorType body,
      int stride,
      boolean samePlace,
      Site<Residual> site) {
    String what =
        "the body of `%s` ends in %s but its shortcut carries %s"
            .formatted(site.path(), body, carried);
    boolean byStride = !samePlace && sameAfterStride(x, body, stride);
    if (!samePlace && !byStride) {
      site.report(
          "shortcut",
          Problem.SHORTCUT_SHAPE,
          what,
          Hint.from("the strides, paddings and poolings of the block's members"),
          Hint.use("members that keep height and width, but for one with stride = OF_BLOCK"));
      return;
    }
    List<String> changes = new ArrayList<>();
    if (byStride) {
      changes.add(String.format(Locale.ROOT, "stride = %d", stride));
    }
    if (body.features() != x.features()) {
      boolean ofBlock = body.features() == site.settings().filters();
      changes.add(
          String.format(Locale.ROOT,
              ofBlock ? "filters = %d" : "members that end in %d channels", body.features()));
    }
    site.report(
        "shortcut",
        Problem.SHORTCUT_SHAPE,
        what,
        new Hint("changed", "by " + String.join(" and ", changes)),
        Hint.use(
            body.features() < x.features()
                ? "shortcut = PROJECTION (a 1×1 convolution)"
                : "shortcut = PROJECTION (a 1×1 convolution) or PAD (zero channels)"));
  }

  private static boolean sameAfterStride(TensorType x, TensorType body, int stride) {
    TensorType strided = strided(x, stride);
    return strided.isImage()
        && body.isImage()
        && strided.height() == body.height()
        && strided.width() == body.width();
  }

  /** Every {@code stride}-th row and column. */
  private static TensorType strided(TensorType x, int stride) {
    return x.isImage()
        ? TensorType.image(
            x.channels(),
            Window.extent(x.height(), 1, stride, 0),
            Window.extent(x.width(), 1, stride, 0))
        : x;
  }

  /** {@code x} as a tensor of type {@code to}. */
  static Node expand(Node x, TensorType to, int stride, Residual settings, ExpansionSite at) {
    if (x.type().equals(to)) {
      return x;
    }
    return switch (settings.shortcut()) {
      case IDENTITY -> throw new IllegalStateException("%s is not %s".formatted(x.type(), to));
      case PAD -> pad(x, to, stride, at.g());
      case PROJECTION -> project(x, to, stride, settings.shortcutNorm(), at.part(NAME));
    };
  }

  /** Option A: every {@code stride}-th position, and zeros for the new channels on both sides. */
  private static Node pad(Node x, TensorType to, int stride, GraphBuilder g) {
    int before = (to.features() - x.type().features()) / 2;
    if (!to.isImage()) {
      List<Integer> start = new ArrayList<>(Collections.nCopies(to.extents().size(), 0));
      start.set(start.size() - 1, before);
      return g.scatter(x, start, Collections.nCopies(start.size(), 1), to);
    }
    List<Integer> extents = List.of(to.height(), to.width(), x.type().channels());
    Node taken =
        stride == 1
            ? x
            : g.slice(x, List.of(0, 0, 0), List.of(stride, stride, 1), extents);
    return to.channels() == x.type().channels()
        ? taken
        : g.scatter(taken, List.of(0, 0, before), List.of(1, 1, 1), to);
  }

  /** Option B: a convolution with a 1×1 kernel; of a vector, a matrix product. */
  private static Node project(Node x, TensorType to, int stride, Norm norm, ExpansionSite at) {
    boolean bias = norm == Norm.NONE;
    TensorType in = x.type();
    Node y;
    if (in.isImage()) {
      Window window =
          Window.square(in.channels(), in.height(), in.width(), to.channels(), 1, stride, 0);
      y = Weights.convolution(x, window, bias, Initialization.HE, at);
    } else {
      y = Weights.linear(x, to.features(), bias, Initialization.HE, at);
    }
    return Normalization.expand(y, norm, at.part("norm"));
  }
}
