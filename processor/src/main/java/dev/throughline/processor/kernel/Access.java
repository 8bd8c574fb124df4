package dev.throughline.processor.kernel;

/** One element of a buffer. */
public record Access(String buffer, Int index) {}
