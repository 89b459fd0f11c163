import org.jspecify.annotations.NullMarked;

/**
 * The {@code fanfare} command: checks deployments, lists plug-ins, publishes and subscribes.
 *
 * <p>It has no API. Transports and codecs are found as services: whichever modules are on the module path can be named.
 */
@NullMarked
module io.fanfare.cli {
    requires static org.jspecify;
    requires info.picocli;
    requires io.fanfare;
    requires io.fanfare.conformance;
    requires io.fanfare.embedded;
    requires java.logging;

    opens io.fanfare.cli to
            info.picocli;
}
