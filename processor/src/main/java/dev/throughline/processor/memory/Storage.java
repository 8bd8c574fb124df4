package dev.throughline.processor.memory;

/** Memory with a lifetime: from the step {@code first} to the step {@code last}, both included. */
final class Storage {
  final Region region;
  final long size;
  final int first;
  int last;
  long offset = -1;

  Storage(Region region, long size, int first, int last) {
    this.region = region;
    this.size = size;
    this.first = first;
    this.last = last;
  }
}
