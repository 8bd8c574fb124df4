package dev.throughline.processor.pages;

import dev.throughline.processor.emit.cpu.CpuSources;
import dev.throughline.processor.gradientflow.GradientFlow;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.wiring.TypedNetwork;

/**
 * A network after the last pass, with what the passes found out about it.
 *
 * @param network the members with their places and types
 * @param training the graph of a training step
 * @param flow how its gradients reach its parameters
 * @param program the kernels and their launches
 * @param cpu the classes that run it on the CPU
 * @param comment what the interface says about itself, as Markdown; empty if nothing
 */
public record CompiledNetwork(
    TypedNetwork network,
    Graph training,
    GradientFlow flow,
    Program program,
    CpuSources cpu,
    String comment) {}
