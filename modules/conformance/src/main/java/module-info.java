import org.jspecify.annotations.NullMarked;

/**
 * Verifies a Redis Pub/Sub deployment through Fanfare: contract rules, a service-level run, verdicts and reports.
 *
 * <p>The package is open to Jackson 2 and 3, with which reports are written and codecs carry
 * {@link io.fanfare.conformance.Event}.
 */
@NullMarked
module io.fanfare.conformance {
    requires transitive io.fanfare;
    requires io.fanfare.faults;
    requires HdrHistogram;
    requires tools.jackson.databind;

    exports io.fanfare.conformance;

    opens io.fanfare.conformance to
            tools.jackson.databind,
            com.fasterxml.jackson.databind;
}
