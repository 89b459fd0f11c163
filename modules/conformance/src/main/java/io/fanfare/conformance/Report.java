package io.fanfare.conformance;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a whole conformance run found.
 *
 * @param verdict failed if a run failed
 * @param profile the profile whose limits were applied, in its text form
 * @param quick whether the short form was run
 * @param started when the run began
 * @param server the deployment
 * @param machine the machine that ran the suite
 * @param versions what each plug-in wraps, such as {@code transport jedis} to the library and its version
 * @param runs one for each pairing
 */
public record Report(
        Verdict verdict,
        String profile,
        boolean quick,
        Instant started,
        Server server,
        Machine machine,
        Map<String, String> versions,
        List<Run> runs) {
    public Report {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        runs = List.copyOf(runs);
    }
}
