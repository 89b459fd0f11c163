package io.fanfare.cli;

import io.fanfare.Providers;
import io.fanfare.spi.TransportProvider;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** The versions of Fanfare, of Java and of what the usable transports wrap. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Stream<String> transports = Providers.discover().transports().stream().map(Version::line);
        return Stream.concat(
                        Stream.of(
                                "fanfare " + ofFanfare(),
                                "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"),
                        transports)
                .toArray(String[]::new);
    }

    /** Returns the version of this module; {@code unknown version} if it was not packaged as one. */
    static String ofFanfare() {
        return Optional.ofNullable(Version.class.getModule().getDescriptor())
                .flatMap(descriptor -> descriptor.rawVersion())
                .orElse("unknown version");
    }

    private static String line(TransportProvider transport) {
        String library = transport.availability().detail();
        return "transport " + transport.id() + (library.isEmpty() ? "" : " (" + library + ")");
    }
}
