package io.fanfare.embedded;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An operating system and processor as the JVM names them. */
record Platform(String system, String processor) {
    /** The platforms that a binary is shipped for. */
    static final List<String> SHIPPED =
            List.of("linux-amd64", "linux-arm64", "linux-386", "darwin-amd64", "darwin-arm64");

    static Platform of(UnaryOperator<@Nullable String> properties) {
        return new Platform(text(properties.apply("os.name")), text(properties.apply("os.arch")));
    }

    private static String text(@Nullable String property) {
        return property == null ? "unknown" : property;
    }

    boolean windows() {
        return system.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** Returns the name of the shipped binary, if there is one for this platform. */
    Optional<String> resource() {
        String lower = system.toLowerCase(Locale.ROOT);
        String kernel = lower.equals("linux") ? "linux" : lower.startsWith("mac") ? "darwin" : lower;
        String machine = switch (processor.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386", "i586", "i686" -> "386";
            default -> processor;
        };
        String platform = kernel + "-" + machine;
        return SHIPPED.contains(platform) ? Optional.of("redis-server-7.0.15-" + platform) : Optional.empty();
    }

    @Override
    public String toString() {
        return system + " on " + processor;
    }
}
