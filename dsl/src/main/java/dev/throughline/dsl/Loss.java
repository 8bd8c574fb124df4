package dev.throughline.dsl;

/** What the member that computes the loss returns; the generated class returns its handle. */
public interface Loss {}
