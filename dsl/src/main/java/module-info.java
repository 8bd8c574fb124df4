/** The annotations a network is written in. */
module dev.throughline.dsl {
  requires static org.jspecify;

  exports dev.throughline.dsl;
}
