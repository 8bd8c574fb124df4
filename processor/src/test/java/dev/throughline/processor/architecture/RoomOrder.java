package dev.throughline.processor.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** The rooms of the compiler in the order in which a network passes through them. */
final class RoomOrder extends ArchCondition<JavaClass> {

  static final List<String> ROOMS =
      List.of(
          "diagnostic", "model", "graph", "layer", "wiring", "validation", "gradientflow",
          "autodiff", "fusion", "schedule", "memory", "kernel", "update", "lower", "emit",
          "emit.network", "emit.java", "emit.cpu", "emit.cuda", "pages");

  /** Stands to the right of every room: it may import all of them, and none may import it. */
  private static final int ROOT = ROOMS.size();

  private static final int NO_ROOM = -1;

  private final String root;

  private RoomOrder(String root) {
    super("live in a known room and import rooms to its left only");
    this.root = root;
  }

  /** The rule for the rooms below the package {@code root}. */
  static ArchRule of(String root) {
    return classes().that().resideInAPackage(root + "..").should(new RoomOrder(root));
  }

  @Override
  public void check(JavaClass importer, ConditionEvents events) {
    int from = room(importer);
    if (from == NO_ROOM) {
      events.add(
          SimpleConditionEvent.violated(
              importer, importer.getName() + " lives in none of the rooms " + ROOMS));
      return;
    }
    for (Dependency dependency : importer.getDirectDependenciesFromSelf()) {
      JavaClass imported = dependency.getTargetClass().getBaseComponentType();
      boolean ours = (imported.getPackageName() + ".").startsWith(root + ".");
      if (ours && room(imported) > from) {
        events.add(
            SimpleConditionEvent.violated(
                importer,
                "%s imports from %s, to its right: %s"
                    .formatted(name(from), name(room(imported)), dependency.getDescription())));
      }
    }
  }

  private int room(JavaClass type) {
    if (type.getPackageName().equals(root)) {
      return ROOT;
    }
    String path = type.getPackageName().substring(root.length() + 1) + ".";
    int found = NO_ROOM;
    for (int i = 0; i < ROOMS.size(); i++) {
      // The rooms below `emit` come after it in the list, so the last match is the closest one.
      if (path.startsWith(ROOMS.get(i) + ".")) {
        found = i;
      }
    }
    return found;
  }

  private static String name(int room) {
    return room == ROOT ? "the root package" : ROOMS.get(room);
  }
}
