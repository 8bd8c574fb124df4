package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.emit.docs.page.Page.Block;
import dev.throughline.processor.emit.docs.page.Page.Heading;
import dev.throughline.processor.emit.docs.page.Page.Paragraph;
import dev.throughline.processor.emit.docs.page.Page.Picture;
import dev.throughline.processor.emit.docs.page.Page.Table;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.docs.page.TableBuilder;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.pages.CompiledNetwork;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of a network, from its title to its last kernel. */
final class NetworkPage {
  private final TypedNetwork network;
  private final Graph training;
  private final Program program;
  private final String comment;
  private final Outline outline;
  private final PageNames names;

  NetworkPage(CompiledNetwork compiled, Outline outline, PageNames names) {
    this.network = compiled.network();
    this.training = compiled.training();
    this.program = compiled.program();
    this.comment = compiled.comment();
    this.outline = outline;
    this.names = names;
  }

  Page page(GradientPage gradient, KernelPage sources) {
    MemoryTable memory = new MemoryTable(program);
    List<Block> blocks = new ArrayList<>();
    if (!comment.isEmpty()) {
      blocks.add(paragraph(comment));
    }
    blocks.add(paragraph(inBrief()));
    blocks.add(
        new Picture(names.picture(), names.network() + ", from its inputs to its loss"));
    blocks.add(
        paragraph(
            """
                Blue boxes are trained and have their number of parameters at the right; a shape is given where it \
                changes. A stack stands for equal repeats of a block. Green is what leads around other layers, the \
                way on which a gradient gets through undiminished."""));
    blocks.add(new Heading(2, "In numbers"));
    blocks.add(numbers(gradient.reach()));
    blocks.add(new Heading(2, "Members"));
    blocks.add(
        paragraph(
            """
                Each row gives the numbers of one such member; × says how many there are. **Bold** rows add up the \
                rows below them, all repeats counted. FLOP are those of one sample's forward pass: the multiply-adds \
                of convolutions and matrix products, counted twice. Output bytes are those of one sample."""));
    blocks.add(LayerTable.of(outline));
    gradient
        .inBrief()
        .ifPresent(
            brief -> {
              blocks.add(new Heading(2, "Gradient"));
              Prose more =
                  Prose.text(" Its ways are counted ")
                      .then(Prose.link(Prose.text("on a page of their own"), names.gradient(), ""))
                      .then(Prose.text("."));
              blocks.add(new Paragraph(Prose.of(brief).then(more)));
            });
    blocks.add(new Heading(2, "Memory"));
    blocks.add(
        paragraph(
            """
                Known before anything runs, and the same as `Model.trainingBytes` and `inferenceBytes` say of a CPU. \
                Training is what a network holds; the optimiser's state comes on top: one float a parameter for SGD \
                with momentum, two for AdamW. Inference is what a `Predictor` holds."""));
    blocks.add(memory.totals());
    blocks.add(paragraph("What they are made of:"));
    blocks.add(memory.parts());
    blocks.add(new Heading(2, "Kernels"));
    blocks.add(
        paragraph(
            """
                n is the size of the batch. Members with equal shapes share kernels; each kernel is explained where \
                it is first launched, and × says how often that pass launches it. A launch is divided into tasks, \
                which threads share: n are one a sample, a number above 1 are parts of the batch, *elements* are \
                runs of elements. FLOP and bytes are those of one launch; bytes are the buffers that it reads or \
                writes, each counted once. A kernel's name leads to its source."""));
    if (sources.tellsFamilies()) {
      blocks.add(
          paragraph(
              """
                  This network has %s kernels, so each row stands for all that do the same to other extents, under \
                  the name of the first of them; FLOP and bytes are those of the least and of the largest."""
                  .formatted(Words.grouped(program.kernels().size()))));
    }
    blocks.addAll(ScheduleTables.of(training, program, sources));
    blocks.add(
        paragraph(
            "Written by Throughline from `%s` whenever that is compiled."
                .formatted(network.model().type().getQualifiedName())));
    return new Page(
        names.overview(), names.network(), names.linksExcept(names.overview()), blocks);
  }

  private static Paragraph paragraph(String marked) {
    return new Paragraph(Prose.of(marked));
  }

  private String inBrief() {
    return "%s parameters, %s FLOP a sample forward, %s %s."
        .formatted(
            Words.grouped(training.parameterCount()),
            Words.millions(outline.cost().flops()),
            network.inputs().size() == 1 ? "input" : "inputs",
            types(network.inputs()));
  }

  /** {@code `f32[n, 3, 32, 32]`}; of several with their names. */
  private static String types(Map<String, TensorType> values) {
    return values.entrySet().stream()
        .map(v -> (values.size() == 1 ? "" : v.getKey() + " ") + "`" + v.getValue() + "`")
        .collect(Collectors.joining(", "));
  }

  private static long frozen(Graph training) {
    return training.parameters().stream()
        .filter(p -> p.op() instanceof Primitive.Parameter(var info) && !info.trainable())
        .mapToLong(p -> p.type().elements())
        .sum();
  }

  private Table numbers(String reach) {
    long states = training.states().stream().mapToLong(s -> s.type().elements()).sum();
    Map<String, TensorType> outputs = new LinkedHashMap<>();
    training.outputs().forEach((name, node) -> outputs.put(name, node.type()));
    long all = training.parameterCount();
    long frozen = frozen(training);
    List<Node> forward = training.nodes().subList(0, training.backwardFrom());
    long weighted = forward.stream().filter(node -> Costs.flops(node) > 0).count();
    return new TableBuilder("Quantity", "Value")
        .row("Input", types(network.inputs()))
        .row("Output", types(outputs))
        .row("Trainable parameters", Words.grouped(all - frozen))
        .rowIf(frozen > 0, "Frozen parameters", Words.grouped(frozen))
        .row("Running statistics", Words.grouped(states))
        .row("Convolutions and matrix products", Words.grouped(weighted))
        .row("FLOP a sample, forward", Words.grouped(outline.cost().flops()))
        .row("FLOP a sample, training step", Words.grouped(trainingFlops()))
        .rowIf(!reach.isEmpty(), "Weighted layers between the loss and the farthest layer", reach)
        .row("Distinct kernels", Words.grouped(program.kernels().size()))
        .build();
  }

  /** Multiply-adds of one sample forward and backward, counted twice. */
  private long trainingFlops() {
    return Stream.concat(Program.calls(program.forward()), Program.calls(program.backward()))
        .filter(launch -> launch.kernel().usesTiles())
        .mapToLong(launch -> launch.work().fixed())
        .sum();
  }
}
