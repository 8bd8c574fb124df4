/** The compiler: reads annotated interfaces, checks and differentiates them, writes code. */
module dev.throughline.processor {
  requires com.palantir.javapoet;
  requires dev.throughline.dsl;
  requires java.compiler;
  requires static com.google.auto.service;
  requires static org.jspecify;

  provides javax.annotation.processing.Processor with
      dev.throughline.processor.NetworkProcessor;
}
