/** The compiler: reads annotated interfaces, checks and differentiates them, writes code. */
module dev.throughline.processor {
  requires com.palantir.javapoet;
  requires dev.throughline.dsl;
  requires java.compiler;
  requires static com.google.auto.service;
  requires static org.jspecify;

  // Layers, optimisers and pages of other jars; they stand on the processor path, where every package can be seen.
  uses dev.throughline.processor.layer.LayerKind;
  uses dev.throughline.processor.layer.LossKind;
  uses dev.throughline.processor.pages.PageWriter;
  uses dev.throughline.processor.update.UpdateRule;

  provides javax.annotation.processing.Processor with
      dev.throughline.processor.NetworkProcessor;
}
