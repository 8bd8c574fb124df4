package dev.throughline.samples;

/** Prints which Java runs the samples. */
public final class Main {

  private Main() {}

  /** Prints the version of the running Java and the arguments. */
  public static void main(String... arguments) {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    System.out.println("Java " + Runtime.version() + ", Vector API " + vectors);
    System.out.println(String.join("|", arguments));
  }
}
