package dev.throughline.processor.layer;

import dev.throughline.dsl.Nonlinearity;
import dev.throughline.dsl.Norm;

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

  @Override
  public String toString() {
    return text.toString();
  }
}
