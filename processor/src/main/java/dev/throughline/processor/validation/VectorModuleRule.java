package dev.throughline.processor.validation;

import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.model.NetworkModel;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.util.Elements;

/** Vector kernels need {@code jdk.incubator.vector} where they are compiled. */
public final class VectorModuleRule {
  private static final String MODULE = "jdk.incubator.vector";

  private VectorModuleRule() {}

  /** Whether the network's module can see the Vector API; says so in a note if not. */
  public static boolean check(NetworkModel model, Elements elements, Problems problems) {
    ModuleElement module = elements.getModuleOf(model.type());
    String probe = MODULE + ".FloatVector";
    boolean visible =
        module == null
            ? elements.getTypeElement(probe) != null
            : elements.getTypeElement(module, probe) != null;
    if (!visible) {
      String fix =
          module == null || module.isUnnamed()
              ? "the compiler option --add-modules " + MODULE
              : "requires %s; in the module %s".formatted(MODULE, module.getQualifiedName());
      problems.report(
          SourceRef.of(model.type()),
          Problem.NO_VECTOR_MODULE,
          "`%s` gets scalar kernels only: the module %s is not there"
              .formatted(model.name(), MODULE),
          Hint.use(fix));
    }
    return visible;
  }
}
