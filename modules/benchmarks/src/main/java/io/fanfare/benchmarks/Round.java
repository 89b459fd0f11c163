package io.fanfare.benchmarks;

/**
 * One measurement of one contender.
 *
 * @param figures what it measured, with what the server knows of losses
 * @param foreign how many processors were busy with something else
 * @param reuse which part of the leases needed no new connection; 0 where there are none
 */
record Round(Figures figures, double foreign, double reuse) {}
