package dev.throughline.processor.update;

import dev.throughline.processor.kernel.Update;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The list of all optimisers: ours, and those that other jars on the processor path offer as services. */
public final class UpdateRules {
  private static final List<UpdateRule> OURS = List.of(new Sgd(), new AdamW());

  private UpdateRules() {}

  /** Each as one kernel over so many parameters. */
  public static List<Update> over(long parameters) {
    return Stream.concat(OURS.stream(), services())
        .map(
            rule -> {
              Equations equations = new Equations();
              rule.write(equations);
              return equations.update(rule, parameters);
            })
        .toList();
  }

  /** In the order of their names, whatever the order of the jars. */
  private static Stream<UpdateRule> services() {
    return ServiceLoader.load(UpdateRule.class, UpdateRules.class.getClassLoader()).stream()
        .sorted(Comparator.comparing(service -> service.type().getName()))
        .map(ServiceLoader.Provider::get);
  }
}
