package dev.throughline.processor;

import dev.throughline.dsl.Network;
import dev.throughline.processor.autodiff.Autodiff;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.SourceFile;
import dev.throughline.processor.emit.cpu.CpuEmitter;
import dev.throughline.processor.emit.cpu.CpuSources;
import dev.throughline.processor.emit.network.NetworkWriter;
import dev.throughline.processor.fusion.FusedGraph;
import dev.throughline.processor.fusion.FusedVerifier;
import dev.throughline.processor.fusion.Fusion;
import dev.throughline.processor.gradientflow.FlowAnalysis;
import dev.throughline.processor.gradientflow.FlowRules;
import dev.throughline.processor.gradientflow.GradientFlow;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.GraphVerifier;
import dev.throughline.processor.kernel.Program;
import dev.throughline.processor.kernel.ProgramVerifier;
import dev.throughline.processor.layer.Mode;
import dev.throughline.processor.layer.NormFolding;
import dev.throughline.processor.lower.Lowering;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.MemoryPlanner;
import dev.throughline.processor.memory.MemoryUse;
import dev.throughline.processor.memory.MemoryVerifier;
import dev.throughline.processor.memory.Residents;
import dev.throughline.processor.model.DocComment;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.model.NetworkReader;
import dev.throughline.processor.pages.CompiledNetwork;
import dev.throughline.processor.schedule.ScheduleVerifier;
import dev.throughline.processor.schedule.ScheduledGraph;
import dev.throughline.processor.schedule.Scheduling;
import dev.throughline.processor.schedule.Target;
import dev.throughline.processor.validation.AcceptRule;
import dev.throughline.processor.validation.BufferRule;
import dev.throughline.processor.validation.GradientPathRule;
import dev.throughline.processor.validation.MemoryBudgetRule;
import dev.throughline.processor.validation.NetworkRules;
import dev.throughline.processor.validation.ParameterRule;
import dev.throughline.processor.validation.UnreadInputRule;
import dev.throughline.processor.validation.VectorModuleRule;
import dev.throughline.processor.wiring.NetworkExpansion;
import dev.throughline.processor.wiring.NetworkInputs;
import dev.throughline.processor.wiring.TypeInference;
import dev.throughline.processor.wiring.TypedNetwork;
import dev.throughline.processor.wiring.Wirings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The compiler of networks: the passes, in order. */
final class NetworkCompiler {
  /** Marks generated classes, where a network's module can read it. */
  private static final String MARK = javax.annotation.processing.Generated.class.getName();

  /** What is compiled once for every machine suits the one with the smaller cache. */
  private static final Target TARGET = Target.AVX2;

  private final Elements elements;
  private final Filer filer;
  private final Options options;
  private final Set<String> traces = new HashSet<>();

  /** The classes that were written; a network whose class is there already is looked at twice. */
  private final Set<String> sources = new HashSet<>();

  /** Of each class that was or is to be generated, by its qualified name: the network. */
  private final Map<String, String> networkOf = new HashMap<>();

  NetworkCompiler(ProcessingEnvironment environment) {
    this.elements = environment.getElementUtils();
    this.filer = environment.getFiler();
    this.options = Options.of(environment.getOptions());
  }

  /** What networks are written in, the notation and what other jars add, and what their classes are marked with. */
  static Set<String> annotations() {
    Set<String> names = new TreeSet<>();
    names.add(Network.class.getPackageName() + ".*");
    names.add(MARK);
    Wirings.allKinds().stream()
        .map(Class::getName)
        .filter(name -> !name.startsWith(Network.class.getPackageName() + "."))
        .forEach(names::add);
    return names;
  }

  /** What the user wrote. */
  NetworkModel read(TypeElement type, Problems problems) {
    return NetworkReader.read(type, elements, Wirings.allKinds(), problems);
  }

  /** Compiles {@code model}, which is complete; what is wrong with it is added to {@code problems}. */
  void compile(NetworkModel model, Problems problems) {
    Trace trace = new Trace(model, options, filer, traces, problems);
    Pages pages = new Pages(model, options, filer, problems);
    trace.show(Pass.MODEL, model::trace);

    if (!isAlone(model, problems)) {
      return;
    }
    AcceptRule.check(model, problems);
    GradientPathRule.check(model, problems);
    NetworkInputs inputs = NetworkRules.check(model, problems);
    Optional<TypedNetwork> checked = TypeInference.apply(model, inputs, problems);
    if (checked.isEmpty()) {
      return;
    }
    TypedNetwork network = checked.get();
    trace.show(Pass.TYPES, network::trace);

    Graph training = NetworkExpansion.apply(network, Mode.TRAINING);
    GraphVerifier.check(training, Pass.TRAINING.text());
    trace.show(Pass.TRAINING, training::trace);
    if (!ParameterRule.check(model, training, problems)) {
      return;
    }
    UnreadInputRule.check(model, training, problems);
    GradientFlow flow = FlowAnalysis.apply(training);
    trace.show(Pass.FLOW, flow::trace);
    FlowRules.check(network, training, flow, problems);
    if (problems.hasErrors()) {
      return;
    }
    Graph inference = NetworkExpansion.apply(network, Mode.INFERENCE);
    GraphVerifier.check(inference, Pass.INFERENCE.text());
    trace.show(Pass.INFERENCE, inference::trace);
    Graph folded = NormFolding.apply(inference);
    GraphVerifier.check(folded, Pass.FOLDING.text());
    trace.show(Pass.FOLDING, folded::trace);

    Graph gradients = Autodiff.apply(training);
    GraphVerifier.check(gradients, Pass.AUTODIFF.text());
    trace.show(Pass.AUTODIFF, gradients::trace);
    FusedGraph fusedTraining = Fusion.apply(gradients);
    FusedGraph fusedInference = Fusion.apply(folded);
    FusedVerifier.check(fusedTraining, Pass.FUSION.text());
    FusedVerifier.check(fusedInference, Pass.FUSION.text());
    trace.show(Pass.FUSION, () -> fusedTraining.trace() + fusedInference.trace());
    Residents residents = Residents.of(training);
    if (!BufferRule.check(model, "parameters", residents.parameterFloats(), problems)) {
      return;
    }
    ScheduledGraph trainingSteps = Scheduling.apply(fusedTraining, TARGET);
    ScheduledGraph inferenceSteps = Scheduling.apply(fusedInference, TARGET);
    ScheduleVerifier.check(trainingSteps, Pass.SCHEDULE.text());
    ScheduleVerifier.check(inferenceSteps, Pass.SCHEDULE.text());
    trace.show(
        Pass.SCHEDULE,
        () -> trainingSteps.trace(TARGET) + inferenceSteps.trace(TARGET));
    MemoryPlan trainingMemory = MemoryPlanner.apply(trainingSteps, residents);
    MemoryPlan inferenceMemory = MemoryPlanner.apply(inferenceSteps, residents);
    MemoryVerifier.check(trainingSteps, trainingMemory, Pass.MEMORY.text());
    MemoryVerifier.check(inferenceSteps, inferenceMemory, Pass.MEMORY.text());
    trace.show(Pass.MEMORY, () -> trainingMemory.trace() + inferenceMemory.trace());
    if (!fitsArrays(model, trainingMemory, inferenceMemory, problems)) {
      return;
    }
    MemoryBudgetRule.check(
        model,
        trainingMemory.fixedBytesOfTraining(),
        trainingMemory.bytesPerSample(),
        MemoryUse.largest(gradients, trainingMemory, 3),
        problems);
    if (problems.hasErrors()) {
      return;
    }
    Program program =
        Lowering.apply(trainingSteps, trainingMemory, inferenceSteps, inferenceMemory);
    ProgramVerifier.check(program, Pass.LOWERING.text());
    trace.show(Pass.LOWERING, program::trace);

    boolean vectors = VectorModuleRule.check(model, elements, problems);
    Generated generated =
        new Generated(network, gradients, folded, flow, program, canMark(model), vectors);
    write(NetworkWriter.apply(generated), model, problems);
    CpuSources cpu = CpuEmitter.apply(generated);
    cpu.files().forEach(file -> write(file, model, problems));
    if (problems.hasErrors()) {
      return;
    }
    pages.write(
        () -> new CompiledNetwork(
            network,
            gradients,
            flow,
            program,
            cpu,
            DocComment.firstParagraph(model.type(), elements)));
  }

  /** Whether no other network's classes have the names of this one's; reports it if so. */
  private boolean isAlone(NetworkModel model, Problems problems) {
    String network = model.type().getQualifiedName().toString();
    ModuleElement module = elements.getModuleOf(model.type());
    for (String name : model.generatedNames()) {
      String qualified = "%s/%s.%s".formatted(module, model.packageName(), name);
      String other = networkOf.putIfAbsent(qualified, network);
      if (other != null && !other.equals(network)) {
        problems.report(
            SourceRef.of(model.type()),
            Problem.NAME_TAKEN,
            "the class to generate for `%s` is `%s`, and `%s` has one of that name"
                .formatted(model.name(), name, other),
            Hint.use("another name for one of the networks"));
        return false;
      }
    }
    return true;
  }

  /** Whether the network's module reads {@code java.compiler}, which is not every module's business. */
  private boolean canMark(NetworkModel model) {
    ModuleElement module = elements.getModuleOf(model.type());
    return module == null
        ? elements.getTypeElement(MARK) != null
        : elements.getTypeElement(module, MARK) != null;
  }

  /** Reports the first buffer that is too large: they grow together. */
  private static boolean fitsArrays(
      NetworkModel model, MemoryPlan training, MemoryPlan inference, Problems problems) {
    long workspace = Math.max(training.workspaceFloats(), inference.workspaceFloats());
    long activations = Math.max(training.activationFloats(), inference.activationFloats());
    return BufferRule.check(model, "workspace", workspace, problems)
        && BufferRule.check(model, "activations of one sample", activations, problems);
  }

  private void write(SourceFile file, NetworkModel model, Problems problems) {
    if (sources.contains(file.name())) {
      return;
    }
    try (Writer out = filer.createSourceFile(file.name(), model.type()).openWriter()) {
      out.write(file.text());
      sources.add(file.name());
    } catch (FilerException e) {
      problems.report(
          SourceRef.of(model.type()),
          Problem.NAME_TAKEN,
          "the class to generate for `%s` is `%s`, which is compiled already"
              .formatted(model.name(), file.name()),
          Hint.use(
              "javac without that file, if an earlier build wrote it: -s names a folder for such files"),
          Hint.or("another name, if another processor wrote it"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file.name(), e);
    }
  }
}
