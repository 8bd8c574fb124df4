package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.kernel.Launch;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.update.UpdateRules;
import java.util.List;

/** Writes the loop nest of every group, training and inference sharing kernels where they are equal. */
public final class Lowering {
  private final Emitter emitter = new Emitter();

  private Lowering() {}

  public static Program apply(
      FusedGraph training, MemoryPlan trainingMemory, FusedGraph inference,
      MemoryPlan inferenceMemory) {
    return new Lowering().run(training, trainingMemory, inference, inferenceMemory);
  }

  private Program run(
      FusedGraph training, MemoryPlan trainingMemory, FusedGraph inference,
      MemoryPlan inferenceMemory) {
    int backwardFrom = training.backwardFrom();
    emitter.backwardFrom(training.graph().backwardFrom());
    List<Group> groups = training.groups();
    List<Launch> forward = lower(groups.subList(0, backwardFrom), false, trainingMemory);
    List<Launch> backward =
        lower(groups.subList(backwardFrom, groups.size()), true, trainingMemory);
    emitter.backwardFrom(inference.graph().backwardFrom());
    int foldedUntil = inference.foldedUntil();
    List<Group> inferenceGroups = inference.groups();
    List<Launch> fold = lower(inferenceGroups.subList(0, foldedUntil), false, inferenceMemory);
    List<Launch> perBatch =
        lower(
            inferenceGroups.subList(foldedUntil, inferenceGroups.size()), false, inferenceMemory);
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
        UpdateRules.over(trained),
        trained,
        trainingMemory,
        inferenceMemory);
  }

  private List<Launch> lower(List<Group> groups, boolean backward, MemoryPlan memory) {
    for (Group group : groups) {
      emitter.from(group.origin());
      switch (group) {
        case Group.Loops loops -> new LoopLowering(loops, memory, emitter).emit();
        case Group.Contraction contraction ->
            new ContractionLowering(contraction, backward, memory, emitter).emit();
        case Group.Single(Node node) -> single(node, memory);
      }
    }
    return emitter.drain();
  }

  private void single(Node node, MemoryPlan memory) {
    switch (node.op()) {
      case Primitive.Moments _ -> new MomentsLowering(node, memory, emitter).emit();
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
