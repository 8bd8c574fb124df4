package dev.throughline.processor.model;

import dev.throughline.dsl.Block;
import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.diagnostic.SourceRef;
import java.lang.annotation.Annotation;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Reads one network and the blocks it refers to. */
public final class NetworkReader {
  private final Elements elements;
  private final Map<String, Class<? extends Annotation>> kinds;
  private final Problems problems;
  private final SourceLines lines;
  private final InterfaceRules rules;
  private final Map<TypeElement, BlockModel> blocks = new HashMap<>();
  private final Deque<TypeElement> open = new ArrayDeque<>();
  private boolean complete = true;

  private NetworkReader(
      Elements elements, Collection<Class<? extends Annotation>> kinds, Problems problems) {
    this.elements = elements;
    this.kinds =
        kinds.stream().collect(Collectors.toMap(Class::getName, k -> k, (a, b) -> a, TreeMap::new));
    this.problems = problems;
    this.lines = new SourceLines(elements);
    this.rules = new InterfaceRules(elements, kinds, problems);
  }

  /**
   * Reads {@code type}, which carries {@link Network}.
   *
   * @param kinds the annotations that say what a member computes
   */
  public static NetworkModel read(
      TypeElement type,
      Elements elements,
      Collection<Class<? extends Annotation>> kinds,
      Problems problems) {
    return new NetworkReader(elements, kinds, problems).network(type);
  }

  private NetworkModel network(TypeElement type) {
    Annotated<Network> settings = settings(type);
    SourceRef place = settings == null ? SourceRef.of(type) : settings.place();
    complete &= Resolution.isComplete(type);
    boolean sound = rules.checkNetwork(type, place);
    open.push(type);
    List<Member> members = members(type, null);
    String inPackage = elements.getPackageOf(type).getQualifiedName().toString();
    Inherited inherited =
        complete ? Inherited.of(type, blocks.keySet(), elements) : Inherited.NOTHING;
    return new NetworkModel(type, inPackage, settings, members, inherited, sound, complete);
  }

  private @Nullable Annotated<Network> settings(TypeElement type) {
    AnnotationMirror mirror =
        type.getAnnotationMirrors().stream()
            .filter(m -> nameOf(m).equals(Network.class.getName()))
            .findFirst()
            .orElseThrow();
    Annotated<Network> settings = Annotated.read(Network.class, type, mirror, null).orElse(null);
    complete &= settings != null;
    return settings;
  }

  /**
   * The members of an interface.
   *
   * @param anchor where to point if the interface itself has no source
   */
  private List<Member> members(TypeElement type, @Nullable SourceRef anchor) {
    return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
        .map(method -> member(type, method, anchor))
        .toList();
  }

  private Member member(TypeElement in, ExecutableElement method, @Nullable SourceRef anchor) {
    String name = method.getSimpleName().toString();
    SourceRef place = anchor != null ? anchor : SourceRef.of(method);
    List<AnnotationMirror> found =
        method.getAnnotationMirrors().stream()
            .map(AnnotationMirror.class::cast)
            .filter(m -> kinds.containsKey(nameOf(m)))
            .toList();
    boolean readable = isReadable(in, method);
    complete &= readable;
    boolean usable = readable && rules.checkMember(in, method, place, found);
    Annotated<?> kind = usable ? kind(method, found.get(0), anchor) : null;
    String annotation =
        found.isEmpty() ? "" : "@" + found.get(0).getAnnotationType().asElement().getSimpleName();
    String source = "%s %s %s".formatted(lines.of(in, name), annotation, name);
    Member.Returned returned = usable ? returned(method, place) : new Member.Returned.Unknown();
    return new Member(name, method, kind, returned, place, source);
  }

  /** Whether all that {@code method} names was found; what else is wrong with it cannot be told before. */
  private boolean isReadable(TypeElement in, ExecutableElement method) {
    // Annotations that only its own build needed may be missing where a jar is used.
    return lines.hasSource(in)
        ? Resolution.isComplete(method)
        : Resolution.isComplete(method.getReturnType());
  }

  private @Nullable Annotated<?> kind(
      ExecutableElement method, AnnotationMirror mirror, @Nullable SourceRef anchor) {
    Class<? extends Annotation> type = Objects.requireNonNull(kinds.get(nameOf(mirror)));
    Annotated<?> kind = Annotated.read(type, method, mirror, anchor).orElse(null);
    complete &= kind != null;
    if (kind == null && anchor != null) {
      rules.reportUnreadable(method, type, anchor);
    }
    return kind;
  }

  private Member.Returned returned(ExecutableElement method, SourceRef place) {
    TypeMirror type = method.getReturnType();
    if (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement to) {
      return switch (to.getQualifiedName().toString()) {
        case "dev.throughline.dsl.Layer" -> new Member.Returned.ALayer();
        case "dev.throughline.dsl.Loss" -> new Member.Returned.ALoss();
        default -> block(to, place);
      };
    }
    problems.report(
        place,
        Problem.MEMBER_TYPE,
        "`%s` returns %s".formatted(method.getSimpleName(), Member.returnName(method)),
        Hint.use("Layer, Loss, or an interface marked @Block"));
    return new Member.Returned.Unknown();
  }

  private Member.Returned block(TypeElement type, SourceRef user) {
    String member = user.element().getSimpleName().toString();
    if (open.contains(type) && type.getAnnotation(Network.class) == null) {
      String cycle =
          open.reversed().stream()
              .dropWhile(t -> !t.equals(type))
              .map(t -> t.getSimpleName() + " → ")
              .collect(Collectors.joining());
      problems.report(
          user,
          Problem.BLOCK_RECURSION,
          "the block `%s` contains itself through `%s`".formatted(type.getSimpleName(), member),
          Hint.from(cycle + type.getSimpleName()),
          Hint.use("repeat = … on @Residual or @Sequence for more of the same"));
      return new Member.Returned.Unknown();
    }
    BlockModel known = blocks.get(type);
    if (known != null) {
      return new Member.Returned.ABlock(known);
    }
    boolean compiled = !lines.hasSource(type);
    boolean readable =
        compiled ? rules.checkFound(type, user) : Resolution.isComplete(type);
    complete &= readable;
    if (type.getAnnotation(Block.class) == null) {
      if (!readable) {
        return new Member.Returned.Unknown();
      }
      problems.report(
          user,
          Problem.NOT_A_BLOCK,
          "`%s` returns `%s`, which is not marked @Block".formatted(member, type.getSimpleName()),
          type.getKind() == ElementKind.INTERFACE && type.getAnnotation(Network.class) == null
              ? Hint.use("@Block on `%s`".formatted(type.getSimpleName()))
              : Hint.use("Layer, Loss, or an interface marked @Block"));
      return new Member.Returned.Unknown();
    }
    SourceRef anchor = compiled ? user : null;
    rules.checkBlock(
        type, anchor != null ? anchor : SourceRef.of(type), user, open.getLast());
    open.push(type);
    BlockModel block =
        new BlockModel(type, members(type, anchor), Inherited.methodsOf(type, elements));
    open.pop();
    blocks.put(type, block);
    return new Member.Returned.ABlock(block);
  }

  private static String nameOf(AnnotationMirror mirror) {
    return mirror.getAnnotationType().asElement().toString();
  }
}
