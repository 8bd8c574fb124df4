/** The compiler: reads annotated interfaces, checks and differentiates them, writes code. */
module dev.throughline.processor {
  requires com.palantir.javapoet;
  requires dev.throughline.dsl;
  requires java.compiler;
  requires org.eclipse.elk.alg.layered;
  requires org.eclipse.elk.core;
  requires org.eclipse.elk.graph;
  requires org.eclipse.emf.common;
  requires org.eclipse.emf.ecore;
  requires static com.google.auto.service;
  requires static org.jspecify;

  // Layers and optimisers of other jars; they stand on the processor path, where every package can be seen.
  uses dev.throughline.processor.layer.LayerKind;
  uses dev.throughline.processor.layer.LossKind;
  uses dev.throughline.processor.update.UpdateRule;

  provides javax.annotation.processing.Processor with
      dev.throughline.processor.NetworkProcessor;
}
