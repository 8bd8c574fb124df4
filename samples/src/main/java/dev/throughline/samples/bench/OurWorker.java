package dev.throughline.samples.bench;

import dev.throughline.runtime.network.Model;
import java.io.IOException;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;

/** Our side, in a process of its own. */
final class OurWorker {

  private OurWorker() {}

  /** Arguments: the declaring interface, mode, batch, threads. */
  public static void main(String... arguments) throws IOException {
    StepMode mode = StepMode.valueOf(arguments[1]);
    int batch = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    StepWorker.serve(
        () -> {
          Model model = model(arguments[0]);
          return switch (mode) {
            case TRAIN -> new TrainingStep(model, batch, threads);
            case INFER -> new InferenceStep(model, batch, threads);
          };
        });
  }

  private static Model model(String declaredBy) {
    try {
      return (Model) Class.forName(declaredBy + "Network").getField("MODEL").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What our sides say of themselves. */
  static String description() {
    return String.format(Locale.ROOT, "Java %d, %d lanes", Runtime.version().feature(),
        FloatVector.SPECIES_PREFERRED.length());
  }
}
