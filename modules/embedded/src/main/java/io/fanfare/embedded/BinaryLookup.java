package io.fanfare.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The search for a redis-server binary: configured, else on the {@code PATH}, else shipped. */
final class BinaryLookup {
    static final String PROPERTY = "fanfare.embedded.binary";
    static final String VARIABLE = "FANFARE_EMBEDDED_BINARY";
    static final String WAY_OUT = "Run a Redis and pass its URI (--uri redis://host:port on the command line),"
            + " or name a redis-server binary by the system property " + PROPERTY + " or the environment variable "
            + VARIABLE + ".";

    private final UnaryOperator<@Nullable String> properties;
    private final UnaryOperator<@Nullable String> environment;

    /** Looks in the system properties and the environment of this JVM. */
    BinaryLookup() {
        this(System::getProperty, System::getenv);
    }

    BinaryLookup(UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /**
     * Returns the binary to start, which the caller {@linkplain Binary#release releases}.
     *
     * @param preferred the binary that the caller of the API named, or null
     * @param needs what one on the {@code PATH} is passed over without
     */
    Binary find(@Nullable Path preferred, Needs needs) {
        if (preferred != null) {
            return configured(preferred, "the builder");
        }
        String property = properties.apply(PROPERTY);
        if (property != null && !property.isBlank()) {
            return configured(path(property, "the system property " + PROPERTY), "the system property " + PROPERTY);
        }
        String variable = environment.apply(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return configured(
                    path(variable, "the environment variable " + VARIABLE), "the environment variable " + VARIABLE);
        }
        return onPath().filter(found -> shippedResource().isEmpty() || needs.metBy(found.path()))
                .orElseGet(this::shipped);
    }

    private static Path path(String text, String source) {
        try {
            return Path.of(text.strip());
        } catch (InvalidPathException e) {
            throw new EmbeddedRedisException("The redis-server binary named by " + source + " is no path: " + text, e);
        }
    }

    private static Binary configured(Path path, String source) {
        Path absolute = path.toAbsolutePath();
        if (!Files.isRegularFile(absolute)) {
            throw new EmbeddedRedisException("The redis-server binary named by " + source
                    + (Files.exists(absolute) ? " is not a file: " : " does not exist: ") + absolute);
        }
        if (!Files.isExecutable(absolute)) {
            throw new EmbeddedRedisException(
                    "The redis-server binary named by " + source + " is not executable by this user: " + absolute);
        }
        return new Binary(absolute, Binary.CONFIGURED);
    }

    private Optional<Binary> onPath() {
        return find(environment.apply("PATH"), executableName("redis-server"))
                .map(path -> new Binary(path, Binary.ON_PATH));
    }

    /** Returns the first executable file of that name in the folders of a {@code PATH}. */
    static Optional<Path> find(@Nullable String folders, String name) {
        return folders == null
                ? Optional.empty()
                : Arrays.stream(folders.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isBlank())
                        .flatMap(folder -> executable(folder, name).stream())
                        .findFirst();
    }

    private static Optional<Path> executable(String folder, String name) {
        try {
            return Optional.of(Path.of(folder, name).toAbsolutePath())
                    .filter(candidate -> Files.isRegularFile(candidate) && Files.isExecutable(candidate));
        } catch (InvalidPathException noFolder) {
            // a PATH may hold anything; what is no path holds no binary
            return Optional.empty();
        }
    }

    private String executableName(String name) {
        return Platform.of(properties).windows() ? name + ".exe" : name;
    }

    private Optional<String> shippedResource() {
        return Platform.of(properties).resource();
    }

    private Binary shipped() {
        Platform platform = Platform.of(properties);
        String resource = platform.resource()
                .orElseThrow(() -> new EmbeddedRedisException("No redis-server for " + platform
                        + ": none is configured (" + PROPERTY + ", " + VARIABLE + "), there is no "
                        + executableName("redis-server") + " on the PATH (" + environment.apply("PATH")
                        + "), and none is shipped for this platform (shipped: " + Platform.SHIPPED + "). "
                        + WAY_OUT));
        return new Binary(ShippedBinary.acquire(resource), Binary.SHIPPED);
    }
}
