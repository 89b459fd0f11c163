package io.fanfare.gates;

/** Is not formatted. */
public final class Crooked {
  private Crooked( ) { }
}
