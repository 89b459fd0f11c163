package io.fanfare;

import io.fanfare.spi.Codec;

/** A codec with the id of the format that it came from. */
record TypedCodec<T>(String id, Codec<T> codec) {}
