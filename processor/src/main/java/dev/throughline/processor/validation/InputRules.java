package dev.throughline.processor.validation;

import dev.throughline.dsl.Input;
import dev.throughline.dsl.Network;
import dev.throughline.processor.diagnostic.Hint;
import dev.throughline.processor.diagnostic.Numbers;
import dev.throughline.processor.diagnostic.Problem;
import dev.throughline.processor.diagnostic.Problems;
import dev.throughline.processor.graph.TensorType;
import dev.throughline.processor.model.Annotated;
import dev.throughline.processor.wiring.NetworkInputs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** Reads what a network is given, and reports what is wrong with it. */
final class InputRules {
  private static final int MOST = 1 << 20;

  private final Annotated<Network> settings;
  private final String network;
  private final Problems problems;

  private InputRules(Annotated<Network> settings, String network, Problems problems) {
    this.settings = settings;
    this.network = network;
    this.problems = problems;
  }

  static NetworkInputs check(Annotated<Network> settings, String network, Problems problems) {
    return new InputRules(settings, network, problems).check();
  }

  private NetworkInputs check() {
    SequencedMap<String, TensorType> types = new LinkedHashMap<>();
    Set<String> unknown = new HashSet<>();
    Input[] inputs = settings.values().input();
    if (inputs.length == 0) {
      problems.report(
          settings.place(),
          Problem.MISSING_INPUT,
          "`%s` does not say what it reads".formatted(network),
          Hint.use("@Network(input = @Input(channels = 3, height = 32, width = 32))"));
    }
    boolean complete = inputs.length > 0;
    for (Annotated<Input> input : settings.inner("input", inputs)) {
      TensorType type = type(input);
      String name = name(input);
      complete &= type != null;
      if (types.containsKey(name) || unknown.contains(name) || !SourceVersion.isIdentifier(name)) {
        problems.report(
            input.at("name"),
            Problem.ILLEGAL_VALUE,
            "the input `%s` of `%s` has no name of its own".formatted(name, network),
            Hint.use("name = \"…\", a Java name for each input"));
        complete = false;
      } else if (type != null) {
        types.put(name, type);
      } else {
        unknown.add(name);
      }
    }
    return new NetworkInputs(types, unknown, complete);
  }

  private static String name(Annotated<Input> input) {
    if (input.writes("name")) {
      return input.values().name();
    }
    return input.writes("tokens") ? "tokens" : input.writes("features") ? "features" : "images";
  }

  private record Extent(String name, int value) {}

  /** The type of an input; null if that has a mistake. */
  private @Nullable TensorType type(Annotated<Input> input) {
    Input i = input.values();
    List<Extent> extents;
    if (input.writes("tokens")) {
      extents = List.of(new Extent("tokens", i.tokens()), new Extent("length", i.length()));
    } else if (input.writes("features")) {
      extents =
          input.writes("length")
              ? List.of(new Extent("length", i.length()), new Extent("features", i.features()))
              : List.of(new Extent("features", i.features()));
    } else {
      extents =
          List.of(
              new Extent("channels", i.channels()),
              new Extent("height", i.height()),
              new Extent("width", i.width()));
    }
    if (!isWhole(input, extents) || !isOneKind(input, extents)) {
      return null;
    }
    TensorType type =
        input.writes("tokens")
            ? TensorType.indices(i.tokens(), i.length())
            : input.writes("features")
                ? TensorType.batch(
                    extents.stream().map(Extent::value).toArray(Integer[]::new))
            : TensorType.image(i.channels(), i.height(), i.width());
    if (type.elements() > Integer.MAX_VALUE) {
      problems.report(
          input.place(),
          Problem.TOO_LARGE,
          "one sample of `%s` would have %s elements; an array holds %s"
              .formatted(
                  network, Numbers.grouped(type.elements()), Numbers.grouped(Integer.MAX_VALUE)),
          Hint.use(type.isImage() ? "a smaller image" : "a shorter sequence"));
      return null;
    }
    return type;
  }

  private boolean isWhole(Annotated<Input> input, List<Extent> extents) {
    boolean right = true;
    List<String> missing = new ArrayList<>();
    for (Extent extent : extents) {
      if (!input.writes(extent.name)) {
        missing.add(extent.name);
      } else if (extent.value < 1 || extent.value > MOST) {
        problems.report(
            input.at(extent.name),
            Problem.ILLEGAL_VALUE,
            String.format(Locale.ROOT, "the input of `%s` has %s = %d", network, extent.name,
                extent.value),
            Hint.use("1 to " + Numbers.grouped(MOST)));
        right = false;
      }
    }
    if (!missing.isEmpty()) {
      problems.report(
          input.place(),
          Problem.MISSING_INPUT,
          "the input of `%s` has no %s".formatted(network, String.join(" and no ", missing)),
          Hint.use(missing.stream().map(m -> m + " = …").collect(Collectors.joining(", "))));
    }
    return right && missing.isEmpty();
  }

  /** Whether nothing is written that belongs to another kind of input. */
  private boolean isOneKind(Annotated<Input> input, List<Extent> extents) {
    List<String> surplus =
        List.of("channels", "height", "width", "tokens", "length", "features").stream()
            .filter(input::writes)
            .filter(name -> extents.stream().noneMatch(extent -> extent.name.equals(name)))
            .toList();
    if (!surplus.isEmpty()) {
      problems.report(
          input.at(surplus.getFirst()),
          Problem.ILLEGAL_VALUE,
          "the input of `%s` has %s beside %s"
              .formatted(network, surplus.getFirst(), extents.getFirst().name),
          Hint.use("channels, height and width; or tokens and length; or features"));
    }
    return surplus.isEmpty();
  }
}
