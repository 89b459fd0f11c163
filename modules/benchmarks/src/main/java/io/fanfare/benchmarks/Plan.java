package io.fanfare.benchmarks;

import java.util.List;

/**
 * What is compared.
 *
 * @param libraries the client libraries, one after the other
 * @param workloads the workloads
 * @param payloads the sizes of payloads in bytes
 * @param forms the contenders of each library
 * @param rounds how often each is measured in each cell
 * @param maxRounds how often at most, while an interval is wider than ± 0.05
 * @param roundsPerJvm after so many rounds of a cell, the contenders' JVMs are started anew
 * @param millis how long each measurement is
 * @param warmUps how many measurements of each contender are not counted, in each cell
 * @param seed of the order within rounds and of the channels
 * @param plant a fault that Fanfare's plain form makes on purpose
 * @param other the class path of {@link Form#OTHER}
 * @param jvmOptions of the contenders' JVMs
 */
record Plan(
        List<Library> libraries,
        List<Workload> workloads,
        List<Integer> payloads,
        List<Form> forms,
        int rounds,
        int maxRounds,
        int roundsPerJvm,
        long millis,
        int warmUps,
        long seed,
        Plant plant,
        String other,
        List<String> jvmOptions) {}
