package dev.throughline.runtime.device;

import dev.throughline.runtime.spec.NetworkSpec;
import java.util.List;

/**
 * What the compiler made of a network.
 *
 * @param spec the network in numbers
 * @param programs one for each kind of device that it can run on
 */
public record Programs(NetworkSpec spec, List<Program> programs) {
  public Programs {
    programs = List.copyOf(programs);
  }

  /** A network and its programs. */
  public static Programs of(NetworkSpec spec, Program... programs) {
    return new Programs(spec, List.of(programs));
  }

  /**
   * The program of a kind.
   *
   * @param device whom it is for, such as {@code CPU}
   * @throws DeviceException if the network was compiled without one
   */
  public <P extends Program> P of(Class<P> kind, String device) {
    return programs.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow(
            () -> new DeviceException(
                "`%s` was compiled without a program for the %s: compile it again with one"
                    .formatted(spec.name(), device)));
  }
}
