package io.fanfare.integration.packaging;

import java.nio.file.Path;

/** Where things are, as the build says. */
final class Checkout {
    static final Path ROOT = path("fanfare.root");
    static final Path LIB = path("fanfare.lib");
    static final Path TARGET = path("fanfare.target");
    static final Path MAVEN = path("fanfare.maven");
    static final Path REPOSITORY = path("fanfare.repository");
    static final String VERSION = text("fanfare.version");

    private Checkout() {}

    private static Path path(String property) {
        return Path.of(text(property)).toAbsolutePath().normalize();
    }

    private static String text(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("no system property " + property + ": run this test by ./mvnw verify");
        }
        return value;
    }
}
