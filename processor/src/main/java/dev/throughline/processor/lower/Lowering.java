package dev.throughline.processor.lower;

import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.ScheduledGraph;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import java.util.List;

/** Writes the loop nest of every step, training and inference sharing kernels where they are equal. */
public final class Lowering {
  private final Emitter emitter = new Emitter();

  private Lowering() {}

  public static Program apply(
      ScheduledGraph training, MemoryPlan trainingMemory, ScheduledGraph inference,
      MemoryPlan inferenceMemory) {
    return new Lowering().run(training, trainingMemory, inference, inferenceMemory);
  }

  private Program run(
      ScheduledGraph training, MemoryPlan trainingMemory, ScheduledGraph inference,
      MemoryPlan inferenceMemory) {
    int backwardFrom = training.backwardFrom();
    emitter.backwardFrom(training.graph().backwardFrom());
    List<Step> steps = training.steps();
    List<Launch> forward = lower(steps.subList(0, backwardFrom), false, trainingMemory);
    List<Launch> backward =
        lower(steps.subList(backwardFrom, steps.size()), true, trainingMemory);
    emitter.backwardFrom(inference.graph().backwardFrom());
    int foldedUntil = inference.foldedUntil();
    List<Step> inferenceSteps = inference.steps();
    List<Launch> fold = lower(inferenceSteps.subList(0, foldedUntil), false, inferenceMemory);
    List<Launch> perBatch =
        lower(
            inferenceSteps.subList(foldedUntil, inferenceSteps.size()), false, inferenceMemory);
    long trained =
        training.graph().parameters().stream()
            .filter(p -> p.op() instanceof Primitive.Parameter(var info) && info.trainable())
            .mapToLong(p -> p.type().elements())
            .sum();
    return new Program(
        training.graph().name(),
        forward,
        backward,
        fold,
        perBatch,
        UpdateRules.sgd(trained),
        UpdateRules.adamW(trained),
        trained,
        trainingMemory,
        inferenceMemory);
  }

  private List<Launch> lower(List<Step> steps, boolean backward, MemoryPlan memory) {
    for (Step step : steps) {
      emitter.from(step.origin());
      switch (step) {
        case Step.Loops loops -> new LoopLowering(loops, memory, emitter).emit();
        case Step.Product product ->
            new ContractionLowering(product, backward, memory, emitter).emit();
        case Step.Own own -> single(own, memory);
        case Step.Pack(Stored.Packed packed, _) -> PackLowering.emit(packed, memory, emitter);
      }
    }
    return emitter.drain();
  }

  private void single(Step.Own own, MemoryPlan memory) {
    Node node = own.group().node();
    switch (node.op()) {
      case Primitive.Moments _ -> new MomentsLowering(own, memory, emitter).emit();
      case Primitive.Gather _ -> new GatherLowering(node, memory, emitter).forward();
      case Primitive.GatherGradient _ -> new GatherLowering(node, memory, emitter).gradient();
      case Primitive.Pool(var pooling, var window) ->
          new PoolLowering(node, pooling, window, memory, emitter).forward();
      case Primitive.PoolGradient(var pooling, var window) ->
          new PoolLowering(node, pooling, window, memory, emitter).gradient();
      case Primitive.Conv2dInputGradient(var window) ->
          new ConvScatterLowering(node, window, memory, emitter).emit();
      case Primitive.BinMeans(int axis, _) -> BinsLowering.forward(node, axis, memory, emitter);
      case Primitive.BinMeansGradient(int axis, _) ->
          BinsLowering.gradient(node, axis, memory, emitter);
      case Primitive.Permute(var order) -> new MoveLowering(node, memory, emitter).permute(order);
      case Primitive.Slice(var start, var stride) ->
          new MoveLowering(node, memory, emitter).slice(start, stride);
      case Primitive.Scatter(var start, var stride) ->
          new MoveLowering(node, memory, emitter).scatter(start, stride);
      case Primitive.Concat _ -> MoveLowering.concat(node, memory, emitter);
      default -> throw new IllegalStateException(node + " has no kernel of its own");
    }
  }
}
