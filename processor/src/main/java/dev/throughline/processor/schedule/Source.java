package dev.throughline.processor.schedule;

/** How the first factor of a contraction lies in memory. */
public enum Source {
  /** Row after row. */
  TOGETHER,
  /** With something between its rows. */
  APART,
  /** Not at all: it is computed while it is copied to where tiles read it. */
  FETCHED
}
