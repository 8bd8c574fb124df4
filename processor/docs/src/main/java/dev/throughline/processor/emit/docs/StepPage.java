package dev.throughline.processor.emit.docs;

import dev.throughline.processor.emit.cpu.CpuSources;
import dev.throughline.processor.emit.cpu.TrainingStep.Part;
import dev.throughline.processor.emit.cpu.TrainingStep.Pass;
import dev.throughline.processor.emit.docs.page.Page;
import dev.throughline.processor.emit.docs.page.Page.Block;
import dev.throughline.processor.emit.docs.page.Page.Heading;
import dev.throughline.processor.emit.docs.page.Page.Listing;
import dev.throughline.processor.emit.docs.page.Page.Paragraph;
import dev.throughline.processor.emit.docs.page.Page.Twins;
import dev.throughline.processor.emit.docs.page.Prose;
import dev.throughline.processor.emit.java.JavaMethod;
import dev.throughline.processor.kernel.Kernel.Unit;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.pages.CompiledNetwork;
import dev.throughline.processor.schedule.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page on which a training step can be read as the code that runs it, to see how gradients go back. */
final class StepPage {
  private final PageNames names;
  private final CpuSources cpu;
  private final Program program;
  private final Optional<SkipGradient> skip;
  private final Excerpt excerpt;
  private final StepNames places;

  StepPage(CompiledNetwork compiled, PageNames names) {
    this.names = names;
    this.cpu = compiled.cpu();
    this.program = compiled.program();
    this.skip =
        SkipGradient.first(
            Program.calls(program.backward()), compiled.training(), program.trainingMemory());
    this.excerpt = Excerpt.of(cpu, skip.map(this::partOf));
    this.places =
        new StepNames(compiled.training(), program.trainingMemory(), shown());
  }

  private Part partOf(SkipGradient of) {
    return cpu.step().backward().parts().stream()
        .filter(part -> Program.calls(part.sweeps()).anyMatch(call -> call == of.launch()))
        .findFirst()
        .orElseThrow();
  }

  private Stream<Part> shown() {
    return Stream.concat(excerpt.forward().stream(), excerpt.backward().stream());
  }

  Page page() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        paragraph(
            """
                What runs on a CPU when the network learns from one batch, as it stands in `%1$sCpuProgram.java`, \
                which the processor writes beside `%1$sNetwork.java`. It is two lists of calls. The first goes from \
                the inputs to the loss, and leaves on its way what the second needs. The second is \
                back-propagation: it goes from the loss back to the first layer. Each member receives the gradient \
                of the loss with respect to its output, and by the chain rule makes two others of it: with respect \
                to its own parameters, which is what training is after, and with respect to its input, with which \
                the member before it goes on, if there is one."""
                .formatted(names.network())));
    blocks.add(new Heading(2, "How to read it"));
    blocks.add(new StepReading(shown().toList()).table());
    blocks.add(
        paragraph(
            """
                Names in capitals are places of values: the path of a member, and what the value is to it. `D_` \
                before a name is the gradient of the loss with respect to that value. For example:"""));
    blocks.add(places.table());
    blocks.add(new Heading(2, "Forward"));
    pass(cpu.step().forward(), excerpt.forward(), blocks);
    blocks.add(new Heading(2, "Backward"));
    chainRule().ifPresent(blocks::add);
    skip.ifPresent(found -> skip(found, blocks));
    pass(cpu.step().backward(), excerpt.backward(), blocks);
    blocks.add(
        paragraph(
            "Then `gradients` holds the gradient of every parameter that is trained, and the optimiser takes its step."));
    twins().ifPresent(twins -> twins(twins, blocks));
    return new Page(
        names.step(),
        names.network() + ": the training step, as code",
        names.linksExcept(names.step()),
        blocks);
  }

  /** What a layer with weights does with the gradient that it receives, in the words of the first such kernels. */
  private Optional<Paragraph> chainRule() {
    Optional<String> weights = product(false);
    Optional<String> input = product(true);
    if (weights.isEmpty() || input.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        paragraph(
            """
                Two formulas return, in one form or another, from layer to layer. `%s` is the gradient with respect \
                to the weights: what the layer read, times the gradient that came back. `%s` hands the gradient on \
                to what the layer read: what came back, times the weights in the other direction."""
                .formatted(weights.get(), input.get())));
  }

  /** The formula of the first sum of products of the backward pass; of one for each sample, or of one over the batch. */
  private Optional<String> product(boolean ofSample) {
    return excerpt.backward().stream()
        .flatMap(part -> Program.calls(part.sweeps()))
        .filter(call -> !call.kernel().tiles(Registers.MANY).isEmpty())
        .filter(call -> (call.kernel().unit() != Unit.SPLIT) == ofSample)
        .map(call -> call.kernel().brief().getFirst())
        .findFirst();
  }

  private void pass(Pass pass, List<Part> parts, List<Block> blocks) {
    blocks.add(paragraph("Member by member:"));
    blocks.add(listing(cpu.method(pass.method())));
    List<Part> left = new ArrayList<>();
    for (Part part : pass.parts()) {
      if (!parts.contains(part)) {
        left.add(part);
        continue;
      }
      leftOut(left, pass, blocks);
      left.clear();
      blocks.add(listing(cpu.method(part.method())));
    }
    leftOut(left, pass, blocks);
  }

  /** Says so. */
  private static void leftOut(List<Part> parts, Pass pass, List<Block> blocks) {
    if (parts.isEmpty()) {
      return;
    }
    String first = parts.getFirst().method();
    String last = parts.getLast().method();
    blocks.add(
        paragraph(
            "Left out here: %s, %s of the %s kernel calls of `%s`."
                .formatted(
                    parts.size() == 1
                        ? "`%s`".formatted(first)
                        : "`%s` to `%s`".formatted(first, last),
                    Words.grouped(calls(parts)),
                    Words.grouped(calls(pass.parts())),
                    pass.method())));
  }

  private static long calls(List<Part> parts) {
    return parts.stream().flatMap(part -> Program.calls(part.sweeps())).count();
  }

  private void skip(SkipGradient found, List<Block> blocks) {
    String value = found.value().origin().member();
    String sum = found.sum().origin().member();
    String others =
        found.others().stream()
            .map(node -> "`" + node.origin().member() + "`")
            .distinct()
            .collect(Collectors.joining(" and "));
    String place = places.of(found.place().value()).orElseThrow();
    blocks.add(
        paragraph(
            """
                **The line to find.** Forward, the output of `%1$s` goes more than one way: into %2$s and the layers \
                that follow, and around these, over the skip, to the sum in `%3$s`. A value that is read more than \
                once has as its gradient the sum of what comes back from its readers. What comes back from %2$s has \
                gone through the layers. What comes back over the skip has not: a sum hands its gradient on, as it \
                is, to everything that it adds. That is `%4$s`, which lies at `%5$s`. In `%6$s` the kernel `%7$s` \
                adds it to the other:"""
                .formatted(
                    value,
                    others,
                    sum,
                    found.skip().name(),
                    place,
                    partOf(found).method(),
                    found.launch().kernel().name())));
    blocks.add(listing("//   " + found.line()));
    String mask =
        found.mask()
            .map(
                buffer -> """
                     The condition around the sum is the derivative of the ReLU with which `%s` ends: where its \
                    output, here `%s`, is 0, nothing went forward and nothing comes back."""
                    .formatted(value, buffer.name()))
            .orElse("");
    blocks.add(
        paragraph(
            """
                However small the one becomes on its way through the layers, the other does not become smaller with \
                it: this is how a gradient gets through to the first layers of a deep network."""
                + mask));
  }

  private Optional<KernelTwins> twins() {
    if (cpu.vectorKernels().isEmpty()) {
      return Optional.empty();
    }
    return skip.isPresent()
        ? skip.flatMap(found -> KernelTwins.of(found, program))
        : KernelTwins.shortest(excerpt.backward().stream(), program);
  }

  private void twins(KernelTwins twins, List<Block> blocks) {
    blocks.add(new Heading(2, "A kernel, plain and with vectors"));
    blocks.add(
        paragraph(
            """
                A kernel is a method of `%1$sKernels.java`: plain loops, which say what it computes. Most have a twin \
                in `%1$sVectorKernels.java`, which does the same operations in the same order, on as many neighbours \
                at once as a vector has lanes; both give the same bits. This is the header that the two forms of \
                `%2$s` share:"""
                .formatted(names.network(), twins.kernel().name())));
    blocks.add(listing(twins.header()));
    blocks.add(
        paragraph(
            twins.isPart()
                ? "And this is the part that finishes its sums of products and stores them, in both:"
                : "And these are the two:"));
    blocks.add(
        new Twins(
            Prose.of("**Plain loops**"),
            listing(text(twins.plain(), twins)),
            Prose.of("**With vectors**"),
            listing(text(twins.vector(), twins))));
  }

  private static String text(JavaMethod method, KernelTwins twins) {
    return twins.isPart() ? method.text() : method.code();
  }

  private Listing listing(String code) {
    Set<String> marked = skip.map(found -> Set.of("//   " + found.line())).orElse(Set.of());
    return new Listing("java", code.stripTrailing().stripIndent(), marked);
  }

  private static Paragraph paragraph(String marked) {
    return new Paragraph(Prose.of(marked));
  }
}
