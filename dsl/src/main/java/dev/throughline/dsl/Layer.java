package dev.throughline.dsl;

/** What a member that computes a tensor returns; the generated class returns its handle. */
public interface Layer {}
