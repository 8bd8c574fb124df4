package dev.throughline.processor.layer;

import dev.throughline.dsl.Nonlinearity;
import dev.throughline.dsl.Norm;
import dev.throughline.dsl.Order;
import java.util.ArrayList;
import java.util.List;

/** Builds a few words about a layer, separated by commas. */
public final class Description {
  private final StringBuilder text = new StringBuilder();

  public Description(String kind) {
    text.append(kind);
  }

  public Description add(String part) {
    text.append(", ").append(part);
    return this;
  }

  public Description addIf(boolean holds, String part) {
    return holds ? add(part) : this;
  }

  /** Unless there is none. */
  public Description add(Norm norm) {
    return switch (norm) {
      case NONE -> this;
      case BATCH -> add("batch norm");
    };
  }

  /** Unless there is none. */
  public Description add(Nonlinearity f) {
    return addIf(f != Nonlinearity.NONE, Nonlinearities.name(f));
  }

  /** Both, as far as there are any: {@code batch norm, ReLU}, or {@code after batch norm and ReLU}. */
  public Description add(Order order, Norm norm, Nonlinearity f) {
    return switch (order) {
      case POST_ACTIVATION -> add(norm).add(f);
      case PRE_ACTIVATION -> {
        List<String> before = new ArrayList<>();
        if (norm == Norm.BATCH) {
          before.add("batch norm");
        }
        if (f != Nonlinearity.NONE) {
          before.add(Nonlinearities.name(f));
        }
        yield addIf(!before.isEmpty(), "after " + String.join(" and ", before));
      }
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
