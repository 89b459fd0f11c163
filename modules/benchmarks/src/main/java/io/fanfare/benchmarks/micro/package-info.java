/** JMH benchmarks of the hot paths, without Redis. */
@NullMarked
package io.fanfare.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
