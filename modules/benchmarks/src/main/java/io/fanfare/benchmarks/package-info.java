/**
 * Compares what Fanfare reaches over a client library with what that library reaches by itself, each in a JVM of its
 * own, over one Redis server.
 */
@NullMarked
package io.fanfare.benchmarks;

import org.jspecify.annotations.NullMarked;
