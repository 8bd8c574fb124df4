package dev.throughline.processor.model;

import dev.throughline.dsl.Network;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A network as written.
 *
 * @param packageName empty for the unnamed package
 * @param settings null if it cannot be read
 * @param members in source order
 * @param inherited what the class to generate gets by its ancestors
 * @param sound false if the type is no interface with members of its own, which is reported
 * @param complete false if something it refers to cannot be read: code that another processor is yet to
 *     generate, or that does not compile
 */
public record NetworkModel(
    TypeElement type,
    String packageName,
    @Nullable Annotated<Network> settings,
    List<Member> members,
    Inherited inherited,
    boolean sound,
    boolean complete) {
  /** Who generates the classes of a network, as each of them says. */
  public static final String GENERATOR = "dev.throughline.processor.NetworkProcessor";

  public NetworkModel {
    members = List.copyOf(members);
  }

  /** The interface's simple name. */
  public String name() {
    return type.getSimpleName().toString();
  }

  /** The class to generate: {@code ResNet20Network}; {@code Outer_InnerNetwork} for a nested interface. */
  public String generatedName() {
    return generatedNames(type).getFirst();
  }

  /** What the files of the network begin with: {@code ResNet20}; {@code Outer_Inner}. */
  public String baseName() {
    return String.join("_", names(type));
  }

  /** The classes to generate, the one for callers first: {@code ResNet20Network}, {@code ResNet20CpuProgram} … */
  public List<String> generatedNames() {
    return generatedNames(type);
  }

  static List<String> generatedNames(TypeElement type) {
    String base = String.join("_", names(type));
    return List.of(
        base + "Network", base + "CpuProgram", base + "Kernels", base + "VectorKernels");
  }

  /** What the package calls the interface: {@code ResNet20}; {@code Outer.Inner} if it is nested. */
  public String nameInPackage() {
    return String.join(".", names(type));
  }

  private static List<String> names(TypeElement type) {
    List<String> names = new ArrayList<>();
    for (Element e = type; e instanceof TypeElement; e = e.getEnclosingElement()) {
      names.add(e.getSimpleName().toString());
    }
    return names.reversed();
  }

  /** Whether everyone sees the interface, and is to see its class. */
  public boolean isPublic() {
    return Visibility.isPublic(type);
  }

  /** The members as a tree, for traces. */
  public String trace() {
    StringBuilder text = new StringBuilder("network " + type.getQualifiedName() + "\n");
    trace(members, "  ", text);
    return text.toString();
  }

  private static void trace(List<Member> members, String indent, StringBuilder text) {
    for (Member member : members) {
      text.append(indent).append(member.name()).append("  ").append(member.source());
      if (member.kind() != null) {
        text.append("  ").append(member.kind().mirror());
      }
      text.append('\n');
      if (member.returned() instanceof Member.Returned.ABlock(BlockModel block)) {
        trace(block.members(), indent + "  ", text);
      }
    }
  }
}
