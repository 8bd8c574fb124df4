package dev.throughline.processor.gradientflow;

import dev.throughline.processor.diagnostic.SourceRef;
import dev.throughline.processor.graph.MemberPath;
import dev.throughline.processor.wiring.TypedBody;
import dev.throughline.processor.wiring.TypedMember;
import dev.throughline.processor.wiring.TypedNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where the user wrote what a path names. */
final class Places {
  private final Map<String, SourceRef> places = new HashMap<>();
  private final Map<String, TypedMember> owners = new HashMap<>();
  private final SourceRef network;

  Places(TypedNetwork network) {
    this.network = SourceRef.of(network.model().type());
    add(network.members());
    add(List.of(network.loss()));
  }

  private void add(List<TypedMember> members) {
    for (TypedMember member : members) {
      SourceRef place = member.annotated().place();
      places.put(member.path(), place);
      owners.put(member.path(), member);
      for (TypedBody body : member.bodies()) {
        places.putIfAbsent(body.path(), place); // what joins a repeat belongs to the member
        owners.putIfAbsent(body.path(), member);
        add(body.members());
      }
    }
  }

  /** The annotation of the member at {@code path}; the network if there is none. */
  SourceRef of(String path) {
    return places.getOrDefault(path, network);
  }

  /** What the user gave {@code attribute} of the member at {@code path}; else as {@link #of}. */
  SourceRef of(String path, String attribute) {
    TypedMember member = owners.get(path);
    return member == null ? network : member.annotated().at(attribute);
  }

  /** The member at {@code path}, or whose repeat is there. */
  TypedMember member(String path) {
    return Objects.requireNonNull(owners.get(path), () -> "no member at " + path);
  }

  /**
   * The annotation of the network's own member around {@code path}: for what is so in this network, while
   * others that share the block may be well.
   */
  SourceRef ofMemberAround(String path) {
    return of(new MemberPath(path).outermost().text());
  }
}
