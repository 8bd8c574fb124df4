package dev.throughline.runtime.device;

/** What the compiler made of a network for one kind of device, which alone knows what is in it. */
public interface Program {}
