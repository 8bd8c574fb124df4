package dev.throughline.processor.lower;

import dev.throughline.processor.fusion.Group;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.graph.Primitive;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.schedule.ScheduledGraph;
import dev.throughline.processor.schedule.Step;
import dev.throughline.processor.schedule.Stored;
import dev.throughline.processor.schedule.Sweep;
import dev.throughline.processor.update.UpdateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    emitter.of(training.graph());
    List<Waiting> forward = lower(training.forward(), false, trainingMemory);
    List<Waiting> backward = lower(training.backward(), true, trainingMemory);
    emitter.of(inference.graph());
    List<Waiting> fold = lower(inference.fold(), false, inferenceMemory);
    List<Waiting> perBatch = lower(inference.forward(), false, inferenceMemory);
    long trained =
        training.graph().parameters().stream()
            .filter(p -> p.op() instanceof Primitive.Parameter(var info) && info.trainable())
            .mapToLong(p -> p.type().elements())
            .sum();
    Launches launches =
        new Launches(
            emitter.drafts(),
            Stream.of(forward, backward, fold, perBatch)
                .flatMap(List::stream)
                .map(Waiting::calls)
                .toList());
    return new Program(
        training.graph().name(),
        forward.stream().map(sweep -> sweep.named(launches)).toList(),
        backward.stream().map(sweep -> sweep.named(launches)).toList(),
        fold.stream().map(sweep -> sweep.named(launches)).toList(),
        perBatch.stream().map(sweep -> sweep.named(launches)).toList(),
        UpdateRules.over(trained),
        trained,
        trainingMemory,
        inferenceMemory);
  }

  /** A sweep whose kernels have no names yet. */
  private record Waiting(Sweep sweep, List<Emitter.Pending> calls) {
    dev.throughline.processor.kernel.Sweep named(Launches launches) {
      return new dev.throughline.processor.kernel.Sweep(
          launches.of(calls), sweep.division(), sweep.samples());
    }
  }

  private List<Waiting> lower(List<Sweep> sweeps, boolean backward, MemoryPlan memory) {
    List<Waiting> lowered = new ArrayList<>();
    for (Sweep sweep : sweeps) {
      sweep.steps().forEach(step -> lower(step, backward, memory));
      lowered.add(new Waiting(sweep, emitter.drain()));
    }
    return lowered;
  }

  private void lower(Step step, boolean backward, MemoryPlan memory) {
    emitter.from(step.origin());
    switch (step) {
      case Step.Loops loops -> new LoopLowering(loops, memory, emitter).emit();
      case Step.Product product ->
          ContractionLowering.emit(product, backward, memory, emitter);
      case Step.Own own -> single(own, memory);
      case Step.Pack(Stored.Packed packed, _) -> PackLowering.emit(packed, memory, emitter);
      case Step.Total total -> total(total, memory);
    }
  }

  private void total(Step.Total total, MemoryPlan memory) {
    switch (total.group()) {
      case Group.Loops loops -> Totals.emit(loops.domain(), total.parts(), memory, emitter);
      case Group.Single(Node node) ->
          new MomentsLowering(node, total.parts().getFirst(), memory, emitter).merge();
      case Group.Contraction product -> {
        if (product.sums().isEmpty()) {
          PartsLowering.emit(total.parts().getFirst(), memory, emitter);
        } else {
          Totals.emit(product.output().node().type(), total.parts(), memory, emitter);
        }
      }
    }
  }

  private void single(Step.Own own, MemoryPlan memory) {
    Node node = own.group().node();
    switch (node.op()) {
      case Primitive.Moments _ ->
          new MomentsLowering(node, own.parts().orElseThrow(), memory, emitter).perSample();
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
