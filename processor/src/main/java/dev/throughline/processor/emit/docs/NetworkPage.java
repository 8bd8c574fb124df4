package dev.throughline.processor.emit.docs;

import static dev.throughline.processor.emit.docs.MarkdownTable.code;

import dev.throughline.processor.emit.docs.DocsEmitter.Workspace;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.kernel.ContractionKernel;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The page of a network, from its title to its last kernel. */
final class NetworkPage {
  private final TypedNetwork network;
  private final Graph training;
  private final Program program;
  private final Outline outline;

  NetworkPage(TypedNetwork network, Graph training, Program program, Outline outline) {
    this.network = network;
    this.training = training;
    this.program = program;
    this.outline = outline;
  }

  String write(String name, String picture, String comment, Workspace workspace) {
    MemoryTable memory = new MemoryTable(program, workspace);
    List<String> blocks = new ArrayList<>();
    blocks.add("# " + name);
    if (!comment.isEmpty()) {
      blocks.add(comment);
    }
    blocks.add(inBrief());
    blocks.add(
        "![%s, from the images at the top to the loss at the bottom](%s)".formatted(name, picture));
    blocks.add("## In numbers");
    blocks.add(numbers());
    blocks.add("## Members");
    blocks.add(
        """
            Each row gives the numbers of one such member; × says how many there are. **Bold** rows add up the rows \
            below them, all repeats counted. FLOP are those of one sample's forward pass: the multiply-adds of \
            convolutions and matrix products, counted twice. Output bytes are those of one sample.""");
    blocks.add(LayerTable.of(outline));
    blocks.add("## Memory");
    blocks.add(
        """
            Known before anything runs, and the same as `NetworkSpec.trainingBytes` and `inferenceBytes` say. The \
            optimiser's state comes on top: one float a parameter for SGD with momentum, two for AdamW.""");
    blocks.add(memory.totals());
    blocks.add("What they are made of:");
    blocks.add(memory.parts());
    blocks.add("## Kernels");
    blocks.add(
        """
            n is the size of the batch. Members with equal shapes share kernels; each kernel is explained where it is \
            first launched, and × says how often that pass launches it. A launch is divided into tasks, which threads \
            share: n are one a sample, a number above 1 are parts of the batch, *elements* are runs of \
            elements. FLOP and bytes are those of one launch; bytes are the buffers that it reads or writes, each \
            counted once.""");
    blocks.add(ScheduleTables.of(training, program).strip());
    blocks.add(
        "Written by Throughline from %s whenever that is compiled."
            .formatted(code(network.model().type().getQualifiedName().toString())));
    return String.join("\n\n", blocks.stream().map(String::strip).toList()) + "\n";
  }

  private String inBrief() {
    return "%s trainable parameters, %s FLOP a sample forward, input %s."
        .formatted(
            Words.grouped(training.parameterCount()),
            Words.millions(outline.cost().flops()),
            code(network.input().toString()));
  }

  private String numbers() {
    long states = training.states().stream().mapToLong(s -> s.type().elements()).sum();
    List<Node> forward = training.nodes().subList(0, training.backwardFrom());
    long weighted = forward.stream().filter(node -> Costs.flops(node) > 0).count();
    return new MarkdownTable("Quantity", "Value")
        .row("Input", code(network.input().toString()))
        .row("Output", code(training.logits().type().toString()))
        .row("Trainable parameters", Words.grouped(training.parameterCount()))
        .row("Running statistics", Words.grouped(states))
        .row("Convolutions and matrix products", Words.grouped(weighted))
        .row("FLOP a sample, forward", Words.grouped(outline.cost().flops()))
        .row("FLOP a sample, training step", Words.grouped(trainingFlops()))
        .row("Distinct kernels", Words.grouped(program.kernels().size()))
        .toString();
  }

  /** Multiply-adds of one sample forward and backward, counted twice. */
  private long trainingFlops() {
    return Stream.concat(program.forward().stream(), program.backward().stream())
        .map(Launch::kernel)
        .filter(ContractionKernel.class::isInstance)
        .mapToLong(kernel -> ((ContractionKernel) kernel).contraction().flops())
        .sum();
  }
}
