package dev.throughline.dsl;

/**
 * What a member returns that turns one tensor into another; the generated class returns its handle.
 */
public interface Layer {}
