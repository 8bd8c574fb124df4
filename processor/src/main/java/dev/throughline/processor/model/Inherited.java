package dev.throughline.processor.model;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * What the classes to generate for a network get by what they extend and implement, and have to leave alone.
 *
 * @param methods the names of methods of the network's class: the declared members, those of ancestors of the
 *     interface, and the runtime's
 * @param types the simple names of types that the network or one of its blocks holds or inherits; in a class
 *     that implements it, such a name means that type
 */
public record Inherited(Set<String> methods, Set<String> types) {
  static final Inherited NOTHING = new Inherited(Set.of(), Set.of());

  public Inherited {
    methods = Set.copyOf(methods);
    types = Set.copyOf(types);
  }

  static Inherited of(TypeElement network, Iterable<TypeElement> blocks, Elements elements) {
    Set<String> methods = new LinkedHashSet<>();
    Set<String> types = new LinkedHashSet<>();
    add(network, methods, types, elements);
    ClashRules.runtime("Network", network, elements)
        .ifPresent(runtime -> add(runtime, methods, types, elements));
    blocks.forEach(block -> types.addAll(names(typesOf(block, elements))));
    return new Inherited(methods, types);
  }

  private static void add(
      TypeElement type, Set<String> methods, Set<String> types, Elements elements) {
    methods.addAll(methodsOf(type, elements));
    types.addAll(names(typesOf(type, elements)));
  }

  /** The names of all methods of {@code type}; none if what it extends is not there. */
  static Set<String> methodsOf(TypeElement type, Elements elements) {
    return Resolution.missingAncestor(type).isPresent()
        ? Set.of()
        : names(ElementFilter.methodsIn(elements.getAllMembers(type)).stream());
  }

  private static Stream<TypeElement> typesOf(TypeElement type, Elements elements) {
    return ElementFilter.typesIn(elements.getAllMembers(type)).stream();
  }

  private static Set<String> names(Stream<? extends Element> elements) {
    return elements.map(e -> e.getSimpleName().toString()).collect(Collectors.toSet());
  }
}
