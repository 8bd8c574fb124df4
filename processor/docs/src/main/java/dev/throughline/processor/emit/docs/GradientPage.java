package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.diagram.BarChart;
import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.emit.docs.page.Page.Block;
import dev.throughline.processor.emit.docs.page.Page.Heading;
import dev.throughline.processor.emit.docs.page.Page.Paragraph;
import dev.throughline.processor.emit.docs.page.Page.Picture;
import dev.throughline.processor.emit.docs.page.Page.Table;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.TableBuilder;
import dev.throughline.processor.gradientflow.GradientFlow;
import dev.throughline.processor.gradientflow.LossFlow;
import dev.throughline.processor.gradientflow.PathLengths;
import dev.throughline.processor.gradientflow.PathReport;
import dev.throughline.processor.pages.PageWriter.Document;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page that says how the gradient gets from each loss to each layer, before anything is trained. */
final class GradientPage {
  private final PageNames names;
  private final GradientFlow flow;
  private final Outline outline;
  private final List<Document> pictures = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  GradientPage(PageNames names, GradientFlow flow, Outline outline) {
    this.names = names;
    this.flow = flow;
    this.outline = outline;
    write();
  }

  Page page() {
    return new Page(
        names.gradient(),
        names.network() + ": gradient",
        names.linksExcept(names.gradient()),
        blocks);
  }

  /** The files that the page shows. */
  List<Document> pictures() {
    return List.copyOf(pictures);
  }

  /** What the overview says of it, in a sentence; empty if no weighted layer is trained. */
  Optional<String> inBrief() {
    return flow.main()
        .deepest()
        .map(
            deepest -> {
              PathLengths paths = deepest.layers();
              return "From the loss to `%s` the gradient takes %s, through %s%s."
                  .formatted(
                      deepest.member(),
                      Words.count(paths.total(), "path"),
                      paths.shortest() == paths.longest() ? "" : paths.shortest() + " to ",
                      Words.count(paths.longest(), "weighted layer"));
            });
  }

  /** Weighted layers on the shortest and on the longest path to the farthest layer; empty if none is trained. */
  String reach() {
    return flow.main()
        .deepest()
        .map(PathReport::layers)
        .map(paths -> Words.span(paths.shortest(), paths.longest()))
        .orElse("");
  }

  private void write() {
    paragraph(
        """
            A layer learns from its gradient: how the loss would change with each of its weights. It comes back \
            from the loss along every path through the network at once, and what arrives is the sum over all \
            paths. On its way it is multiplied by each layer and each activation that it passes. A long chain of \
            factors below one leaves next to nothing of it, one of factors above one too much; a skip or an \
            auxiliary loss adds paths that are short. All paths are counted here, not listed, from what the \
            interface says, before anything is trained.""");
    distances();
    for (int i = 1; i <= flow.losses().size(); i++) {
      loss(flow.losses().get(i - 1), i);
    }
  }

  private void paragraph(String marked) {
    blocks.add(new Paragraph(Prose.of(marked)));
  }

  /** How far each layer is from the loss that is nearest, and from the farthest. */
  private void distances() {
    List<Integer> shortest = new ArrayList<>();
    List<Integer> longest = new ArrayList<>();
    for (PathReport layer : flow.main().layers()) {
      List<PathLengths> paths =
          flow.losses().stream()
              .flatMap(loss -> loss.to(layer.parameter()).stream())
              .map(PathReport::layers)
              .toList();
      shortest.add(paths.stream().mapToInt(PathLengths::shortest).min().orElseThrow());
      longest.add(paths.stream().mapToInt(PathLengths::longest).max().orElseThrow());
    }
    if (shortest.isEmpty()) {
      return;
    }
    blocks.add(new Heading(2, "How far each layer is from a loss"));
    picture(
        names.distancesPicture(),
        "Weighted layers on the shortest and the longest path to each layer",
        BarChart.ranges(
            "Weighted layers on the way from a loss, shortest to longest path",
            "weighted layers, in order of declaration",
            shortest,
            longest));
    paragraph(
        """
            A weighted layer is a convolution or a matrix product with trained weights; the layer itself counts. \
            Where there is one path only, shortest and longest are the same, and the chart falls like a flight of \
            stairs from the first layer to the last.""");
  }

  private void loss(LossFlow loss, int number) {
    blocks.add(new Heading(2, "From " + loss.loss()));
    loss.deepest().ifPresent(deepest -> deepest(deepest, number));
    blocks.add(table(loss));
    paragraph(
        """
            **Shortest** and **longest** count weighted layers on a path, the layer itself included; **junctions** \
            are the sums and concatenations on it, where paths part on the way back. **Slope** is the largest \
            product of activation derivatives along any one path: a ReLU lets the gradient through as it is, a \
            sigmoid at most a quarter of it; a dash stands where the compiler finds no bound. **Gradient** is how large the gradient is at the layer's output, at \
            most, in the network as it is initialised: the root mean square, over the draw of the weights, of its \
            norm there over its norm at **since**, which is the loss, or the last place on the way behind which \
            nothing is known, such as a normalisation, which divides by what only data can tell.""");
  }

  private void deepest(PathReport deepest, int number) {
    PathLengths paths = deepest.layers();
    String member = deepest.member();
    if (paths.shortest() == paths.longest()) {
      paragraph(
          "The farthest layer is `%s`: %s to it, through %s."
              .formatted(
                  member, lead(paths.total()), Words.count(paths.longest(), "weighted layer")));
      return;
    }
    paragraph(
        "The farthest layer is `%s`. %s to it: the shortest with %s on it, the longest with %s; %s on average."
            .formatted(
                member,
                lead(paths.total()),
                Words.count(paths.shortest(), "weighted layer"),
                paths.longest(),
                Words.factor(paths.mean())));
    picture(
        names.pathsPicture(number),
        "Number of paths to %s by the weighted layers on them".formatted(member),
        BarChart.counts(
            "Paths to %s".formatted(member),
            "weighted layers on the path",
            paths.shortest(),
            paths.counts()));
  }

  private static String lead(BigInteger paths) {
    return paths.equals(BigInteger.ONE) ? "1 path leads" : Words.large(paths) + " paths lead";
  }

  private void picture(String file, String alternative, String text) {
    pictures.add(new Document(file, text));
    blocks.add(new Picture(file, alternative));
  }

  private Table table(LossFlow loss) {
    TableBuilder table =
        new TableBuilder(
            "Layer",
            ">Shortest",
            ">Longest",
            ">Junctions",
            ">Paths",
            ">Slope",
            ">Gradient",
            "Since");
    for (FlowRow row : FlowRow.of(loss.layers(), outline)) {
      table.row(
          row.name(),
          row.shortest(),
          row.longest(),
          row.junctions(),
          row.paths(),
          row.slope(),
          row.gradient(),
          row.since());
    }
    return table.build();
  }
}
