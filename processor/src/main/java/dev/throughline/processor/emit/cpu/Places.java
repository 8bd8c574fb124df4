package dev.throughline.processor.emit.cpu;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import dev.throughline.processor.emit.FreeNames;
import dev.throughline.processor.emit.Generated;
import dev.throughline.processor.emit.ValueNames;
import dev.throughline.processor.graph.Graph;
import dev.throughline.processor.graph.Node;
import dev.throughline.processor.memory.MemoryPlan;
import dev.throughline.processor.memory.Region;
import dev.throughline.processor.memory.Slot;
import dev.throughline.processor.schedule.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The constants that say where the values of one mode of a network lie: {@code STAGE1_0 = 81_920}.
 *
 * <p>Two values that take turns at one place have a name each. A constant exists once something has asked for it. The first
 * thousands are fields of the class itself or of one nested class, the others of further nested classes: a class file holds
 * 65,535 entries, and a constant takes two of them.
 */
final class Places {
  private static final int CONSTANTS_A_CLASS = 8_000;

  private final ValueNames names;
  private final MemoryPlan memory;
  private final String owner;
  private final @Nullable Places residents;
  private final FreeNames free;
  private final List<Place> places = new ArrayList<>();
  private final Map<Stored, Place> byValue = new HashMap<>();
  private final Map<String, Place> byName = new HashMap<>();

  /** A constant, and the class that has it. */
  private record Place(String name, Slot slot, int holder) {}

  private Places(
      Graph graph,
      MemoryPlan memory,
      String owner,
      @Nullable Places residents,
      Set<String> taken) {
    this.names = new ValueNames(graph);
    this.memory = memory;
    this.owner = owner;
    this.residents = residents;
    this.free = new FreeNames(taken);
  }

  /** Those of training, parameters and states, as fields of a class that has fields {@code taken} already. */
  static Places ofTraining(Generated generated, Set<String> taken) {
    return new Places(
        generated.training(), generated.program().trainingMemory(), "Training", null, taken);
  }

  /** Those of inference, in a class of their own but for what is the same in {@code training}. */
  static Places ofInference(Generated generated, Places training) {
    return new Places(
        generated.inference(),
        generated.program().inferenceMemory(),
        "Inference",
        training,
        Set.of());
  }

  /** The constant for where {@code node}'s value lies. */
  String of(Node node) {
    return of(memory.slotOf(node));
  }

  /** The constant for {@code slot}. */
  String of(Slot slot) {
    if (residents != null && !slot.region().isPlanned()) {
      return residents.of(slot);
    }
    Place place = byValue.get(slot.value());
    if (place == null) {
      place = declared(names.of(slot.value()), slot);
      byValue.put(slot.value(), place);
    }
    return isOuter(place.holder) ? place.name : holder(place.holder) + "." + place.name;
  }

  private Place declared(String wanted, Slot slot) {
    Place known = byName.get(wanted);
    if (known != null && known.slot.isPlaceOf(slot)) {
      return known; // under another shape
    }
    Place place = new Place(free.free(wanted), slot, places.size() / CONSTANTS_A_CLASS);
    places.add(place);
    byName.putIfAbsent(wanted, place);
    return place;
  }

  /** Whether the constants of holder {@code index} are fields of the program itself. */
  private boolean isOuter(int index) {
    return index == 0 && residents == null;
  }

  private String holder(int index) {
    return owner + (index == 0 ? "" : index + 1);
  }

  /** Writes the constants that were asked for into {@code type}. */
  void write(TypeSpec.Builder type) {
    for (int holder = 0; holder * CONSTANTS_A_CLASS < places.size(); holder++) {
      int index = holder;
      List<Place> some = places.stream().filter(place -> place.holder == index).toList();
      if (isOuter(holder)) {
        type.addFields(fields(some));
      } else {
        type.addType(
            TypeSpec.classBuilder(holder(holder))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("Where values lie in $L.\n",
                    residents == null ? "training" : "inference")
                .addFields(fields(some))
                .build());
      }
    }
  }

  /** A declaration for each array, in the order of its elements: names with one number share a place. */
  private static List<FieldSpec> fields(List<Place> places) {
    List<FieldSpec> fields = new ArrayList<>();
    for (Region region : Region.values()) {
      List<Place> here =
          places.stream()
              .filter(place -> place.slot.region() == region)
              .sorted(Comparator.comparingLong(place -> place.slot.offset()))
              .toList();
      if (!here.isEmpty()) {
        // One declaration of many: JavaPoet would leave a blank line after each.
        String others =
            here.stream()
                .skip(1)
                .map(place -> ",\n" + place.name + " = " + offset(place))
                .collect(Collectors.joining());
        fields.add(
            FieldSpec.builder(int.class, here.getFirst().name, Modifier.STATIC, Modifier.FINAL)
                .addModifiers(Modifier.PRIVATE)
                .addJavadoc("$L\n", meaning(region))
                .initializer("$L$>$>$L$<$<", offset(here.getFirst()), others)
                .build());
      }
    }
    return fields;
  }

  private static String offset(Place place) {
    return LaunchWriter.number(place.slot.offset());
  }

  private static String meaning(Region region) {
    return switch (region) {
      case ACTIVATIONS ->
          "In {@code activations}, for a batch of one. Values with one number take turns at a place.";
      case WORKSPACE ->
          "In {@code workspace}, whatever the batch. Values with one number take turns at a place.";
      case PARAMETERS -> "In {@code parameters}.";
      case GRADIENTS -> "In {@code gradients}.";
      case STATES -> "In {@code states}.";
    };
  }
}
