/** What generated networks run on: devices, optimisers, data, training, checkpoints. */
module dev.throughline.runtime {
  requires transitive dev.throughline.dsl;
  requires java.desktop; // ImageIO, for image files
  requires jdk.jfr;
  // Optional: they tell exactly whether the processor has FMA, and how the heap is divided.
  requires static java.management;
  requires static jdk.management;
  requires me.tongfei.progressbar;
  requires static org.jspecify;
  // Optional: every vector kernel has a scalar twin for the day this module is not there.
  requires static transitive jdk.incubator.vector;

  exports dev.throughline.runtime.checkpoint;
  exports dev.throughline.runtime.data;
  exports dev.throughline.runtime.device;
  exports dev.throughline.runtime.device.cpu;
  exports dev.throughline.runtime.kernel;
  exports dev.throughline.runtime.listener;
  exports dev.throughline.runtime.message;
  exports dev.throughline.runtime.network;
  exports dev.throughline.runtime.optimizer;
  exports dev.throughline.runtime.serving;
  exports dev.throughline.runtime.spec;
  exports dev.throughline.runtime.tensor;
  exports dev.throughline.runtime.training;
}
