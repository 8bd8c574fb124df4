package dev.throughline.dsl;

/**
 * What the last member of a network returns, which training makes small; the generated class returns
 * its handle. Inference does without it.
 */
public interface Loss {}
