package io.fanfare.spi;

/** What one can publish to and a message arrives on: a {@link Channel} or a {@link ShardChannel}. */
public sealed interface Destination extends Topic permits Channel, ShardChannel {}
