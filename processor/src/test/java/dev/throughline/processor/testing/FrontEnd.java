package dev.throughline.processor.testing;

import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.model.NetworkModel;
import dev.throughline.processor.model.NetworkReader;
import dev.throughline.processor.wiring.Wirings;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/** Reads networks and leaves what follows to the test. */
public abstract class FrontEnd extends AbstractProcessor {
  /** Called for each network, while javac runs. */
  protected abstract void read(NetworkModel model, Problems problems);

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(Network.class.getName());
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    round
        .getElementsAnnotatedWith(Network.class)
        .forEach(
            e -> {
              Problems problems = new Problems(e);
              read(
                  NetworkReader.read(
                      (TypeElement) e,
                      processingEnv.getElementUtils(),
                      Wirings.allKinds(),
                      problems),
                  problems);
            });
    return false;
  }
}
